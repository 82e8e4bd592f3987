"""What staff do to jobs: the same services as the API, and an audit entry for each job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import action
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User
from jobs.admin.duplicates import duplicate
from jobs.models import Job
from jobs.queue.acted import Acted, BulkAction, BulkOutcome
from jobs.queue.audit import DONE
from jobs.services.bulk import act_for_staff
from jobs.services.submit import Submitted


class Messenger(Protocol):
    def message_user(self, request: HttpRequest, message: str, level: Any) -> None: ...


# The names that the buttons post.
CONTROLS = {word.value: word for word in BulkAction if word is not BulkAction.DELETE}


def apply(admin: Messenger, request: HttpRequest, ids: Sequence[UUID], control: str) -> None:
    """Do `control` to each job of `ids`; say how many it applied to, and why not to the others."""
    if not isinstance(request.user, User):
        return
    told = act_for_staff(request.user, CONTROLS[control], ids)
    for part in told:
        if isinstance(part, Submitted):
            admin.message_user(request, _errand(part), messages.INFO)
    _tell(admin, request, DONE[CONTROLS[control]], [part for part in told if isinstance(part, Acted)])


def _tell(admin: Messenger, request: HttpRequest, verb: str, results: Sequence[Acted]) -> None:
    numbers = Counter(result.outcome for result in results)
    if done := numbers[BulkOutcome.DONE]:
        admin.message_user(request, f"{verb}: {done}.", messages.SUCCESS)
    if unchanged := numbers[BulkOutcome.UNCHANGED]:
        admin.message_user(request, f"So already: {unchanged}.", messages.INFO)
    for reason, count in Counter(result.detail for result in results if result.detail).items():
        admin.message_user(request, f"Not done for {count}: {reason}", messages.WARNING)


def _errand(submitted: Submitted) -> str:
    href = reverse("admin:jobs_job_change", args=[submitted.job.pk])
    return format_html('They are many; a job does it: <a href="{}">{}</a>.', href, submitted.job)


class JobActions:
    """Actions of the list, over chosen jobs."""

    actions = ("retry", "cancel", "hold", "resume", "complete", "reopen", "duplicate")

    def has_control_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("jobs.change_job"))

    @action(description="Retry the chosen jobs", permissions=["control"])
    def retry(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._apply(request, jobs, "retry")

    @action(description="Cancel the chosen jobs", permissions=["control"])
    def cancel(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._apply(request, jobs, "cancel")

    @action(description="Hold the chosen jobs", permissions=["control"])
    def hold(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._apply(request, jobs, "hold")

    @action(description="Resume the chosen jobs", permissions=["control"])
    def resume(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._apply(request, jobs, "resume")

    @action(description="Complete the chosen manual jobs", permissions=["control"])
    def complete(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._apply(request, jobs, "complete")

    @action(description="Reopen the chosen manual jobs", permissions=["control"])
    def reopen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._apply(request, jobs, "reopen")

    @action(description="Duplicate the chosen jobs", permissions=["control"])
    def duplicate(self: Any, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        duplicate(self, request, jobs)

    def _apply(self: Any, request: HttpRequest, jobs: QuerySet[Job], control: str) -> None:
        apply(self, request, list(jobs.values_list("pk", flat=True)), control)

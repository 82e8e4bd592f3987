"""What staff do to jobs: the same services as the API, and an audit entry for each job."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import action
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from jobs.errors import WrongState
from jobs.models import Job
from jobs.services import cancel_job, hold_job, resume_job, retry_job


class Service(Protocol):
    def __call__(self, caller: User, job_id: UUID, *, everybody: bool = False) -> Job: ...


class Messenger(Protocol):
    def message_user(self, request: HttpRequest, message: str, level: Any) -> None: ...


# Verb by the name its button posts: what is said of it, and its service.
CONTROLS: dict[str, tuple[str, Service]] = {
    "retry": ("Retried", retry_job),
    "cancel": ("Cancelled", cancel_job),
    "hold": ("Held", hold_job),
    "resume": ("Resumed", resume_job),
}


def apply(admin: Messenger, request: HttpRequest, ids: list[UUID], control: str) -> None:
    """Do `control` to each job of `ids`; say how many it applied to, and why not to the others."""
    verb, service = CONTROLS[control]
    if not isinstance(request.user, User):
        return
    done: list[Job] = []
    refused: dict[str, int] = {}
    for job_id in ids:
        try:
            done.append(service(request.user, job_id, everybody=True))
        except WrongState as error:
            refused[str(error)] = refused.get(str(error), 0) + 1
        except Job.DoesNotExist:
            refused["It no longer exists."] = refused.get("It no longer exists.", 0) + 1
    if done:
        LogEntry.objects.log_actions(request.user.pk, done, CHANGE, f"{verb}.", single_object=False)
        admin.message_user(request, f"{verb}: {len(done)}.", messages.SUCCESS)
    for reason, count in refused.items():
        admin.message_user(request, f"Not done for {count}: {reason}", messages.WARNING)


class JobActions:
    """Actions of the list, over chosen jobs."""

    actions = ("retry", "cancel", "hold", "resume")

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

    def _apply(self: Any, request: HttpRequest, jobs: QuerySet[Job], control: str) -> None:
        apply(self, request, list(jobs.values_list("pk", flat=True)), control)

"""Jobs once more, for their owners: the same service as the API's, and an audit entry for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from jobs.conf import conf
from jobs.errors import JobsError
from jobs.models import Job
from jobs.services.duplicate import duplicate_for_staff

# The name that the button posts.
DUPLICATE = "duplicate"


class Desk(Protocol):
    def message_user(self, request: HttpRequest, message: str, level: Any) -> None: ...

    def log_change(self, request: HttpRequest, obj: Job, message: str) -> Any: ...


def duplicate(admin: Desk, request: HttpRequest, jobs: QuerySet[Job]) -> None:
    """Duplicate each of `jobs`; say which was made, or how many, and why not of the others."""
    most = conf().bulk_at_once
    chosen = list(jobs[: most + 1])
    if len(chosen) > most:
        admin.message_user(request, f"At most {most} at once are duplicated; choose fewer.", messages.WARNING)
        return
    made: list[Job] = []
    refused: Counter[str] = Counter()
    for job in chosen:
        try:
            made.append(_duplicated(admin, request, job))
        except Job.DoesNotExist:
            continue
        except JobsError as error:
            refused[str(error)] += 1
    if made:
        admin.message_user(request, _told(made), messages.SUCCESS)
    for reason, count in refused.items():
        admin.message_user(request, f"Not done for {count}: {reason}", messages.WARNING)


def _duplicated(admin: Desk, request: HttpRequest, job: Job) -> Job:
    with transaction.atomic():
        copy = duplicate_for_staff(job.pk).job
        admin.log_change(request, job, f"Duplicated as {copy.pk}.")
    return copy


def _told(made: Sequence[Job]) -> str:
    if len(made) > 1:
        return f"Duplicated: {len(made)}."
    href = reverse("admin:jobs_job_change", args=[made[0].pk])
    return format_html('Duplicated: <a href="{}">{}</a>.', href, made[0])

"""The page of one job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from jobs.models import Attempt, Job, JobLog
from jobs.pages.graph import picture_of
from jobs.pages.parts import parts_of
from jobs.pages.tasks.of_job import task_of
from jobs.pages.timeline import timeline
from jobs.pages.visitor import job_or_404, visitor
from jobs.pages.waiting import seconds_left
from jobs.selectors.artefacts import artefacts_of
from jobs.selectors.attempts import attempts_of
from jobs.selectors.edges import lifter_of
from jobs.selectors.events import log_tail
from jobs.selectors.possible import possible
from jobs.selectors.steps import step_events
from jobs.services.artefacts import describe_artefacts
from jobs.services.cause import Code
from jobs.services.describe import describe_job
from jobs.services.explain import why_waiting
from jobs.services.references import referred
from jobs.states import Status

LOG_LINES = 500
LONGEST_REPLAY = 2000  # events: text under way is replayed from where its step began, within reason


@never_cache
@login_required
@require_safe
def job_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The whole page; a request by htmx gets only the parts that change with the job's state."""
    job = job_or_404(request, job_id)
    caller = visitor(request)
    is_mine = job.owner_id == caller.pk
    context = _context(caller, job) | {"show_owner": caller.is_staff, "is_mine": is_mine} | task_of(caller, job)
    if not is_mine:
        context["can"] = {}  # staff act on others' jobs in the console, which keeps a record of it
    if request.headers.get("HX-Request"):
        return render(request, "jobs/live.html", context)
    # What came since the job was read is left to the socket: its badge and parts do not tell of it.
    tail = [line for line in log_tail(job.pk, LOG_LINES) if line["seq"] <= job.last_seq]
    log = [line for line in tail if line["type"] not in {"progress", "usage"}]
    cursor = _cursor(context["step_events"], job)
    return render(
        request,
        "jobs/detail.html",
        context | {"log": log, "shown": job.last_seq, "seq": cursor, "graph": picture_of(caller, job)},
    )


def _context(caller: User, job: Job) -> dict[str, Any]:
    now = timezone.now()
    parts = parts_of(job)
    attempts = list(attempts_of(job.pk))
    steps = list(step_events(job.pk))
    running = attempts[-1] if attempts and attempts[-1].finished_at is None else None
    return {
        "job": describe_job(job) | {"owner": str(job.owner)},
        "lifter": lifter_of(job),
        "can": possible(job),
        "result_file": referred(job.pk, job.result),
        "parts": parts,
        "progress": parts["progress"],
        "files": describe_artefacts(artefacts_of(job.pk)),
        "step_events": steps,
        "timeline": timeline(attempts, steps, now),
        # The map of the parts says better than words that it waits for them.
        "waiting": [cause for cause in why_waiting(caller, job) if cause.code != Code.CHILDREN or not parts["map"]],
        "seconds_left": seconds_left(job, running.started_at if running else None, now),
        "seconds_taken": _seconds_taken(attempts) if job.is_final else None,
        "kind_templates": {
            part: [f"kinds/{job.kind}/{part}.html", f"kinds/default/{part}.html"] for part in ("result", "resubmit")
        },
    }


def _seconds_taken(attempts: Sequence[Attempt]) -> float | None:
    """From the first claim to the end of the last attempt."""
    if not attempts or attempts[-1].finished_at is None:
        return None
    return (attempts[-1].finished_at - attempts[0].started_at).total_seconds()


def _cursor(steps: Sequence[JobLog], job: Job) -> int:
    """Where the live view goes on from: the start of the oldest step under way, so that its text is whole."""
    if job.status != Status.PROCESSING:
        return job.last_seq
    open_since: dict[str, int] = {}
    for event in steps:
        if event.data.get("attempt") != job.attempt:
            continue
        if event.data.get("phase") == "started":
            open_since[event.data.get("step", "")] = event.seq
        else:
            open_since.pop(event.data.get("step", ""), None)
    since = min([job.last_seq, *open_since.values()])
    return max(since, job.last_seq - LONGEST_REPLAY)

"""What may be asked of a job as it is now."""

from __future__ import annotations

from jobs.models import Job
from jobs.states import LIVE, MANUAL, VERBS, Status


def possible(job: Job) -> dict[str, bool]:
    """Whether each control would do something; the queue decides all the same when it is asked."""
    is_live, is_manual = job.status in LIVE, job.kind == MANUAL
    return {
        "cancel": is_live and job.cancel_requested_at is None,
        "hold": is_live and job.status != Status.HELD and not job.hold_requested and not job.cancel_requested_at,
        "resume": job.status in VERBS["resume"].sources,
        "retry": job.status in VERBS["retry"].sources,
        "complete": is_manual and job.status in VERBS["complete_by_hand"].sources,
        "reopen": is_manual and job.status in VERBS["reopen_by_hand"].sources,
    }

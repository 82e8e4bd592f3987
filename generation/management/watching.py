"""Following a job from a shell, with a bar, and working it where nobody else does."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from generation.management.endings import INTERRUPTED
from generation.management.job_bar import JobBar
from jobs.inline import worker_for
from jobs.selectors.jobs import all_jobs
from jobs.services import Submitted
from jobs.services.follow import follow
from jobs.states import Status

# A job that is put off for longer is left to be taken up again by the same command, or by a worker.
PATIENCE_SECONDS = 60.0
DELETED = "deleted"


def watch(submitted: Submitted, *, inline: bool, quiet: bool) -> str:
    """The job's state once it is final or held, `deleted` when it is gone. `inline` works it in this process.

    Ctrl-C leaves it to the workers and ends the process.
    """
    job, bar = submitted.job, JobBar(quiet=quiet)
    logging.getLogger("jobs").setLevel(logging.WARNING)  # the bar tells of the work
    bar.say(f"Job {job.pk}")
    try:
        with worker_for(job) if inline else nullcontext():
            for event in follow(job.pk):
                bar.hear(event)
                # What is told may be long ago: the job was begun earlier, under the same key.
                if _waits_for_somebody(event, inline=inline) and _status(job.pk) == event["data"]["status"]:
                    break
    except KeyboardInterrupt:
        bar.end()
        rest = "waits for a worker" if inline else "goes on"
        sys.stderr.write(f"Job {job.pk} {rest}; manage.py jobs tail {job.pk} follows it, jobs cancel ends it.\n")
        sys.exit(INTERRUPTED)
    bar.end()
    return _status(job.pk)


def _status(job_id: UUID) -> str:
    return all_jobs().filter(pk=job_id).values_list("status", flat=True).first() or DELETED


def _waits_for_somebody(event: Mapping[str, Any], *, inline: bool) -> bool:
    """Whether the job is held after this event; or put off at a gate for long, where no other worker may take it."""
    data = event["data"]
    if data.get("status") == Status.HELD:
        return True
    if not inline or "gate" not in data:
        return False
    seconds = (datetime.fromisoformat(data["wake_at"]) - datetime.fromisoformat(event["at"])).total_seconds()
    return seconds > PATIENCE_SECONDS

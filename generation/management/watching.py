"""Following a job from a shell, with a bar, and working it where nobody else does."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from generation.management.endings import INTERRUPTED
from generation.management.job_bar import JobBar
from jobs.inline import worker_for
from jobs.selectors.jobs import all_jobs
from jobs.services import Submitted
from jobs.services.follow import follow

# A job that is put off for longer is left to be taken up again by the same command, or by a worker.
PATIENCE_SECONDS = 60.0


def watch(submitted: Submitted, *, inline: bool, quiet: bool) -> str:
    """The job's state once it is final, `deleted` when it is gone. `inline` works it in this process.

    Ctrl-C leaves it to the workers and ends the process.
    """
    job, bar = submitted.job, JobBar(quiet=quiet)
    logging.getLogger("jobs").setLevel(logging.WARNING)  # the bar tells of the work
    bar.say(f"Job {job.pk}")
    try:
        with worker_for(job) if inline else nullcontext():
            for event in follow(job.pk):
                bar.hear(event)
                if inline and _seconds_put_off(event) > PATIENCE_SECONDS:
                    break
    except KeyboardInterrupt:
        bar.end()
        rest = "waits for a worker" if inline else "goes on"
        sys.stderr.write(f"Job {job.pk} {rest}; manage.py jobs tail {job.pk} follows it, jobs cancel ends it.\n")
        sys.exit(INTERRUPTED)
    bar.end()
    left = all_jobs().filter(pk=job.pk).values_list("status", flat=True).first()
    return left or "deleted"


def _seconds_put_off(event: Mapping[str, Any]) -> float:
    """How long the job will wait at a gate after this event."""
    if "gate" not in event["data"]:
        return 0.0
    return (datetime.fromisoformat(event["data"]["wake_at"]) - datetime.fromisoformat(event["at"])).total_seconds()

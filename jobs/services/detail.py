"""One job with everything that its own address shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobs.models import Attempt, Job
from jobs.money import usd
from jobs.selectors.attempts import attempts_of
from jobs.selectors.edges import lifter_of
from jobs.selectors.events import log_tail
from jobs.selectors.steps import step_events
from jobs.selectors.usage import NO_USAGE, usage_by_step, usage_of_trees
from jobs.services.describe import describe_job, stamp
from jobs.services.steps import describe_steps
from jobs.states import Status

LOG_LINES = 50


def describe_in_full(job: Job) -> dict[str, Any]:
    """`describe_job` with attempts, steps and the newest events, which are the `log`."""
    running = job.attempt if job.status == Status.PROCESSING else None
    lifter = lifter_of(job)
    return describe_job(job) | {
        "lifted_by": str(lifter.pk) if lifter else None,
        "attempts": describe_attempts(list(attempts_of(job.pk))),
        "steps": describe_steps(step_events(job.pk), running_attempt=running),
        "log": log_tail(job.pk, LOG_LINES),
    }


def describe_attempts(attempts: Sequence[Attempt]) -> list[dict[str, Any]]:
    """Each attempt without its traceback, which is for the console only. `seconds` is null while it runs."""
    return [_attempt(attempt) for attempt in attempts]


def describe_usage(job: Job) -> dict[str, Any]:
    """What the job and its parts used, in all and by step, provider and model. Money is decimal strings, null when
    unknown."""
    usage = usage_of_trees([job]).get(job.pk, NO_USAGE)
    return {
        "job_id": str(job.pk),
        "cost_usd": usage.cost_usd,
        "max_cost_usd": usd(job.max_cost_nano),
        **usage.as_dict(),
        "by_step": [_step_usage(row) for row in usage_by_step(job.pk)],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    ended = attempt.finished_at
    return {
        "number": attempt.number,
        "outcome": attempt.outcome,
        "started_at": stamp(attempt.started_at),
        "finished_at": stamp(ended),
        "seconds": round((ended - attempt.started_at).total_seconds(), 3) if ended else None,
        "error": {"class": attempt.error_class, "message": attempt.error_message} if attempt.error_class else None,
    }


def _step_usage(row: dict[str, Any]) -> dict[str, Any]:
    cost = None if row["unknown"] else row["cost_sum"]
    simulated = row["simulated"]
    return {
        "step": row["step"],
        "provider": row["provider"],
        "model": row["model"],
        "simulated": simulated,
        "calls": row["calls"],
        "open_calls": row["open_calls"],
        "abandoned_calls": row["abandoned_calls"],
        "input_tokens": row["tokens_in"],
        "output_tokens": row["tokens_out"],
        "cost_usd": "0" if simulated else usd(cost),
        "simulated_cost_usd": usd(cost) if simulated else "0",
    }

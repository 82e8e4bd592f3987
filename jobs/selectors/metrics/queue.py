"""How the queue served machines' work: how deep it is, how long jobs waited and ran, how many ended."""

from __future__ import annotations

from typing import Any

from django.db.models import Min

from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.percentiles import run_seconds, wait_seconds
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.summary import live_by_status
from jobs.selectors.metrics.sums import Sums, work
from jobs.selectors.metrics.wording import lasting
from jobs.states import MANUAL, Status


def queue(scope: Scope) -> dict[str, Any]:
    """Of the jobs that ended in the period, but for people's; `depth` is of this moment."""
    found = work(scope, ("machine_ended", "begun", "retried", "failures_sum", "losses_sum"))
    ended, waits, depth = found["machine_ended"], wait_seconds(scope), _depth(scope)
    return {
        "depth": depth,
        "ended": ended,
        "begun": found["begun"],
        "ended_per_day": formulas.share(ended, scope.period.days),
        "wait_seconds": waits,
        "run_seconds": run_seconds(scope),
        "retried": found["retried"],
        "retry_rate": formulas.share(found["retried"], ended),
        "failures": found["failures_sum"],
        "workers_lost": found["losses_sum"],
        "meaning": _meaning(found, waits, depth),
    }


def _depth(scope: Scope) -> dict[str, Any]:
    live = scope.live().exclude(kind=MANUAL)
    oldest = live.filter(status=Status.PENDING).aggregate(oldest=Min("created_at"))["oldest"]
    return live_by_status(live) | {"oldest_pending_at": oldest and oldest.isoformat().replace("+00:00", "Z")}


def _meaning(found: Sums, waits: dict[str, float | None], depth: dict[str, Any]) -> str:
    waiting = f"{depth[Status.PENDING]:,} wait to be claimed now."
    if not found["begun"] or waits["p50"] is None:
        return f"No worker ended a job in this period; {waiting}"
    half, most = lasting(waits["p50"]), lasting(waits["p90"] or 0)
    text = f"Half of the jobs began within {half}, nine of ten within {most}; {waiting}"
    if found["retried"]:
        percent = formulas.half_up(100 * found["retried"] / found["machine_ended"])
        text += f" {percent} % needed more than one attempt."
    return text

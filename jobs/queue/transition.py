"""The gate every change of state passes: one guarded UPDATE, with the columns that the new state demands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jobs.errors import WrongState
from jobs.events import Fact
from jobs.models import Job
from jobs.queue.journal import Journal
from jobs.queue.turn import turn_for
from jobs.states import FINAL, VERBS, Custody, Status

# Jobs that come back in crowds take their place behind what their owner has in the queue, as new ones do.
PLACED = frozenset({"resume", "retry", "unblock", "reschedule"})
# Where one of a limited number of children keeps its place; from elsewhere it comes back by standing in line again.
AT_WORK = frozenset({Status.PENDING, Status.SCHEDULED, Status.PROCESSING})


def columns_of(job: Job, to: Status, now: datetime, wake_at: datetime | None = None) -> dict[str, Any]:
    """The values that a job entering `to` must have for the invariants to hold."""
    columns: dict[str, Any] = {
        "status": to,
        "custody": None,
        "lease_id": None,
        "turn_at": None,
        "wake_at": None,
        "outcome": None,
        "finished_at": None,
        "held_reason": None,
        "hold_requested": None,
        "cancel_requested_at": None,
    }
    if to in FINAL:
        columns |= {"outcome": to, "finished_at": now, "unique_key": job.unique_key if job.keeps_key else None}
    elif to is Status.PENDING:
        columns["turn_at"] = turn_for(job, now)
    elif to is Status.SCHEDULED:
        columns["wake_at"] = wake_at
    elif to is Status.PROCESSING and job.children_open:
        columns["custody"] = Custody.CHILDREN
    elif to is Status.PROCESSING:
        columns |= {"custody": Custody.QUEUE, "turn_at": turn_for(job, now)}
    if job.has_place is not None:
        columns["has_place"] = to in AT_WORK
    return columns


def next_status(job: Job, now: datetime) -> tuple[Status, datetime | None]:
    """Where a job goes that is resumed or retried, with its waking time: computed, never assumed."""
    if job.open_edges or job.has_place is False:
        return Status.BLOCKED, None
    if job.children_open:
        return Status.PROCESSING, None
    if job.run_at is not None and job.run_at > now:
        return Status.SCHEDULED, job.run_at
    return Status.PENDING, None


def transition(
    job: Job,
    verb: str,
    to: Status,
    journal: Journal,
    facts: Iterable[Fact] = (),
    *,
    wake_at: datetime | None = None,
    **changes: Any,
) -> None:
    """Move `job`, whose row is locked, from where it is to `to`, and note `facts`; the journal's flush writes it.

    WrongState when the verb does not leave its state; nothing is changed then.
    """
    rule = VERBS[verb]
    if to not in rule.targets:
        raise ValueError(f"{verb} never leads to {to}")
    if job.status not in rule.sources:
        raise WrongState(verb, job.status)
    columns = columns_of(job, to, journal.now, wake_at) | changes
    if to is Status.PENDING and verb in PLACED:
        columns["turn_at"] = journal.turns.place(job, journal.now)
    journal.move(job, columns)
    journal.add(job, facts)

"""Group commit: many workers' writes in one transaction, each fenced by its own lease."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import OperationalError, transaction

from jobs import notifier
from jobs.errors import BudgetBusy, BudgetSpent, LeaseLost
from jobs.events import logged
from jobs.models import Job
from jobs.queue.budget import Budgets
from jobs.queue.cascade import cancel_hopeless
from jobs.queue.clock import now as database_now
from jobs.queue.completion import complete, completion, is_plain
from jobs.queue.conclude import conclude
from jobs.queue.funding import hold_unfunded
from jobs.queue.journal import Journal
from jobs.queue.lease import Pulse
from jobs.queue.locking import WIDE, lock_by_id
from jobs.queue.record import Record
from jobs.queue.report import Settle
from jobs.queue.settle import settle
from jobs.queue.writes import Batch, Custodian
from jobs.states import Custody, Status

# SQLSTATE class 54, "Program Limit Exceeded".
LIMITS_EXCEEDED = {"54"}


@dataclass(frozen=True, slots=True)
class Write:
    """One awaited write of one attempt: what it reports, or how it ended.

    Those that `is_plain` says to be plain successes cost least when they are committed apart from others.
    """

    job_id: UUID
    lease_id: UUID
    what: Batch | Settle
    is_plain: bool = False
    parent_id: UUID | None = None

    @classmethod
    def of(cls, custodian: Custodian | Pulse, what: Batch | Settle) -> Write:
        plain = isinstance(custodian, Custodian) and isinstance(what, Settle) and is_plain(custodian, what)
        return cls(custodian.job_id, custodian.lease_id, what, plain, custodian.parent_id)

    @property
    def batch(self) -> Batch | None:
        """What the attempt reports, before it ends if it does."""
        return self.what.batch if isinstance(self.what, Settle) else self.what


def commit(writes: Sequence[Write]) -> list[Exception | None]:
    """Commit `writes` in order; for each, None or the error it alone met (LeaseLost, a data error).

    A write that fails is committed apart from the others, so that no batch fails for one row.
    OperationalError passes through: nothing was written, and the same writes may be tried again.
    """
    try:
        return _commit_together(writes)
    except Exception as error:
        if isinstance(error, OperationalError) and not _is_of_the_statement(error):
            raise
        if len(writes) == 1:
            return [error]
        middle = len(writes) // 2
        return commit(writes[:middle]) + commit(writes[middle:])


def _is_of_the_statement(error: OperationalError) -> bool:
    """Whether the statement is at fault (a missing table, a limit exceeded), so that trying again is in vain."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode == sqlite3.SQLITE_ERROR
    return str(getattr(cause, "sqlstate", None) or "")[:2] in LIMITS_EXCEEDED


def _held(jobs: Mapping[UUID, Job], write: Write) -> Job:
    """The fence: the locked job of `write`, or LeaseLost when its lease is not the writer's any more."""
    job = jobs.get(write.job_id)
    if job is None or not _is_held(job, write):
        raise LeaseLost(f"attempt of {write.job_id}")
    return job


def _is_held(job: Job, write: Write) -> bool:
    return job.lease_id == write.lease_id and job.custody == Custody.WORKER


def _locked_with_parents(writes: Sequence[Write]) -> dict[UUID, Job]:
    """The jobs of `writes`, and the parents that may have to count their ends: all are locked in one order."""
    parents = {write.parent_id for write in writes if write.parent_id and isinstance(write.what, Settle)}
    return lock_by_id(parents | {write.job_id for write in writes}, without=WIDE)


def _commit_together(writes: Sequence[Write]) -> list[Exception | None]:
    if all(write.is_plain for write in writes):
        return _complete_together(writes)
    outcomes: list[Exception | None] = []
    with transaction.atomic():
        jobs = _locked_with_parents(writes)
        journal = Journal(database_now(), jobs)
        budgets = Budgets.opened(_batches(jobs, writes), journal.now)
        record = Record(journal)
        for write in writes:
            try:
                job = _held(jobs, write)
                refusal = _record(job, write.lease_id, batch, budgets, record) if (batch := write.batch) else None
                if isinstance(write.what, Settle):
                    settle(job, write.lease_id, write.what, journal)
                outcomes.append(refusal)
            except LeaseLost as lost:
                outcomes.append(lost)
        record.flush()
        budgets.save()
        conclude(journal)
    for write, outcome in zip(writes, outcomes, strict=True):
        if isinstance(outcome, BudgetSpent):
            hold_unfunded(jobs[write.job_id].root_id)
    cancel_hopeless(journal)
    _announce(journal)
    return outcomes


def _batches(jobs: Mapping[UUID, Job], writes: Sequence[Write]) -> list[tuple[Job, Batch]]:
    """What attempts report that still hold their jobs."""
    told = [(jobs.get(write.job_id), write, write.batch) for write in writes]
    return [(job, batch) for job, write, batch in told if job is not None and batch and _is_held(job, write)]


def _record(job: Job, lease_id: UUID, batch: Batch, budgets: Budgets, record: Record) -> Exception | None:
    """Note `batch`; where a cap refuses its calls, the rest of it, and the refusal."""
    budgets.settle(lease_id, batch)
    refusal: BudgetBusy | BudgetSpent | None = None
    try:
        budgets.reserve(job, batch)
    except (BudgetBusy, BudgetSpent) as error:
        refusal = error
        noted = [logged(str(error), "warning")] if isinstance(error, BudgetSpent) else []
        batch = replace(batch, reservations=(), facts=[*batch.facts, *noted])
    record.add(job, lease_id, batch)
    return refusal


def _complete_together(writes: Sequence[Write]) -> list[Exception | None]:
    rows = [
        completion(write.job_id, write.lease_id, write.what.result)
        for write in writes
        if isinstance(write.what, Settle)
    ]
    with transaction.atomic():
        journal = Journal(database_now())
        done = complete(rows, journal)
    _announce(journal, [write.job_id for write in writes if write.lease_id in done])
    return [None if write.lease_id in done else LeaseLost(f"attempt of {write.job_id}") for write in writes]


def _announce(journal: Journal, completed: Sequence[UUID] = ()) -> None:
    ready = any(job.status == Status.PENDING for job in journal.touched.values())
    notifier.announce_jobs([*completed, *journal.touched], ready=ready)

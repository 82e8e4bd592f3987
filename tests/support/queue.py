"""Jobs in every state, reached by the queue's own verbs, and what is stored about them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.db.models import F

from jobs.models import Attempt, Job, JobLog, Lease, LedgerEntry, TimeEntry
from jobs.queue import control, timers
from jobs.queue.children import NewChild
from jobs.queue.claim import claim
from jobs.queue.commit import Write, commit
from jobs.queue.enqueue import NewJob, enqueue
from jobs.queue.join_policy import ALL, JoinPolicy
from jobs.queue.report import Settle
from jobs.queue.writes import Batch, Custodian
from jobs.states import MANUAL, AttemptOutcome
from tests.support.users import make_user

KIND = "count"
WORKER = uuid.uuid7()
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
_titles = itertools.count(1)


def new_job(owner_id: UUID | None = None, **fields: Any) -> Job:
    """An enqueued job of a kind that no handler knows, of a new owner unless given."""
    return enqueue(request(owner_id or make_user().pk, **fields)).job


def request(owner_id: UUID, **fields: Any) -> NewJob:
    wanted: dict[str, Any] = {
        "kind": KIND,
        "payload": {},
        "payload_version": 1,
        "title": f"job {next(_titles)}",
        "max_attempts": 3,
        "timeout_seconds": 60.0,
    }
    return NewJob(owner_id=owner_id, **(wanted | fields))


def claimed(job: Job, worker_id: UUID = WORKER) -> Custodian:
    """Claim `job`, which must be the next of its kind."""
    (custodian,) = claim(worker_id, {job.kind: 1}, 1)
    assert custodian.job_id == job.pk
    return custodian


def running(**fields: Any) -> Custodian:
    return claimed(new_job(**fields))


def write(custodian: Custodian, what: Batch | Settle) -> Exception | None:
    """Commit one write of `custodian`; the error that it alone met."""
    return commit([Write.of(custodian, what)])[0]


def settled(custodian: Custodian, outcome: AttemptOutcome, **fields: Any) -> Job:
    """End the attempt with `outcome`; the job as it is then."""
    assert write(custodian, Settle(outcome, **fields)) is None
    return Job.objects.get(pk=custodian.job_id)


def expire(job_id: UUID) -> None:
    """Let the job's lease have run out a minute ago."""
    Lease.objects.filter(pk=job_id).update(expires_at=F("expires_at") - timedelta(hours=1))


def stored(job_id: UUID) -> dict[str, Any]:
    """Everything the queue keeps of a job's state: its row, log, lease and attempts."""
    return {
        "job": Job.objects.filter(pk=job_id).values().first(),
        "log": list(JobLog.objects.filter(job_id=job_id).order_by("seq").values()),
        "lease": Lease.objects.filter(pk=job_id).values().first(),
        "attempts": list(Attempt.objects.filter(job_id=job_id).order_by("number").values()),
        "time": list(TimeEntry.objects.filter(job_id=job_id).order_by("number").values()),
    }


def assert_consistent(*job_ids: UUID) -> None:
    """What must hold of every job at every time, beyond the check constraints."""
    log: defaultdict[UUID, list[int]] = defaultdict(list)
    for job_id, seq in JobLog.objects.filter(job_id__in=job_ids).order_by("seq").values_list("job_id", "seq"):
        log[job_id].append(seq)
    attempts: defaultdict[UUID, list[tuple[int, bool]]] = defaultdict(list)
    rows = Attempt.objects.filter(job_id__in=job_ids).order_by("number").values_list("job_id", "number", "outcome")
    for job_id, number, outcome in rows:
        attempts[job_id].append((number, outcome is None))
    timed = set(TimeEntry.objects.running().filter(job_id__in=job_ids).values_list("job_id", flat=True))
    leases = dict(Lease.objects.filter(pk__in=job_ids).values_list("pk", "lease_id"))
    jobs = Job.objects.filter(pk__in=job_ids).values_list("pk", "last_seq", "custody", "lease_id", "attempt")
    assert set(job_ids) == {job[0] for job in jobs}
    for job_id, last_seq, custody, lease_id, attempt in jobs:
        assert list(range(1, last_seq + 1)) == log[job_id], "the log has a gap"
        assert (custody == "worker") == (job_id in leases), "a lease exactly while a worker holds the job"
        assert job_id not in leases or leases[job_id] == lease_id
        assert job_id not in timed or custody == "person", "timers run only while people have the job"
        assert list(range(1, attempt + 1)) == [number for number, _ in attempts[job_id]], (
            "an attempt row for each claim"
        )
        open_attempts = [number for number, is_open in attempts[job_id] if is_open]
        assert ([attempt] if job_id in leases else []) == open_attempts, "only the running attempt is open"


CHILD_KIND = "part"


def child(**fields: Any) -> NewChild:
    """What a fan-out takes, of a kind that no handler knows."""
    wanted: dict[str, Any] = {
        "kind": CHILD_KIND,
        "payload": {},
        "payload_version": 1,
        "title": f"part {next(_titles)}",
        "max_attempts": 1,
        "timeout_seconds": 60.0,
    }
    return NewChild(**(wanted | fields))


def fanned_out(custodian: Custodian, count: int = 1, join: JoinPolicy = ALL, **fields: Any) -> Job:
    """Settle the attempt with a fan-out into `count` children; the parent as it is then."""
    children = [child(**fields) for _ in range(count)]
    return settled(custodian, AttemptOutcome.FANNED_OUT, children=children, join=join)


def children_of(parent: Job) -> list[Job]:
    return list(Job.objects.filter(parent_id=parent.pk).order_by("pk"))


def end_child(job: Job, outcome: AttemptOutcome = AttemptOutcome.COMPLETED, **fields: Any) -> Job:
    """Claim the pending child `job` (next of its kind) and end it."""
    return settled(claimed(job), outcome, **fields)


def waiting_for(*upstream: Job, on_failure: str = "cancel", **fields: Any) -> Job:
    """A job of the same owner that waits for `upstream`."""
    ids = [job.pk for job in upstream]
    return new_job(upstream[0].owner_id, depends_on=ids, on_dependency_failure=on_failure, **fields)


def _blocked() -> Job:
    return waiting_for(new_job(kind="upstream"))


def _with_children() -> Job:
    return fanned_out(running())


def _joining() -> Job:
    job = _with_children()
    end_child(children_of(job)[0])
    return Job.objects.get(pk=job.pk)


def _with_person() -> Job:
    job = new_job(kind=MANUAL)
    return timers.start_timer(job.pk, job.owner_id).job


def _begun() -> Job:
    job = _with_person()
    return timers.stop_timer(job.pk, job.owner_id).job


def _after(outcome: AttemptOutcome) -> Callable[[], Job]:
    return lambda: settled(running(), outcome)


PLACES: dict[str, Callable[[], Job]] = {
    "scheduled": lambda: new_job(run_at=FUTURE),
    "scheduled after an error": _after(AttemptOutcome.ERROR),
    "pending": new_job,
    "pending by hand": lambda: new_job(kind=MANUAL),
    "blocked": _blocked,
    "held": lambda: control.hold(new_job().pk),
    "held by hand": lambda: control.hold(new_job(kind=MANUAL).pk),
    "processing by a worker": lambda: Job.objects.get(pk=running().job_id),
    "processing by children": _with_children,
    "processing, waiting to join": _joining,
    "processing by a person": _with_person,
    "processing, begun by a person": _begun,
    "completed by hand": lambda: control.complete(_with_person().pk),
    "completed": _after(AttemptOutcome.COMPLETED),
    "partial_success": _after(AttemptOutcome.PARTIAL_SUCCESS),
    "failed": _after(AttemptOutcome.FAILED),
    "cancelled": lambda: control.cancel(new_job().pk),
    "cancelled by hand": lambda: control.cancel(new_job(kind=MANUAL).pk),
}
"""How a job gets to each place: a state, with who holds it where that matters."""


def paid(job: Job, cost_nano: int) -> None:
    """A call that a model answered for `job`, of 1,000 tokens in and 100 out."""
    LedgerEntry.objects.create(
        job=job,
        root_id=job.parent_id or job.pk,
        owner_id=job.owner_id,
        kind=job.kind,
        attempt=1,
        lease_id=uuid.uuid7(),
        provider="p",
        model="m",
        state=LedgerEntry.State.SETTLED,
        input_tokens=1000,
        output_tokens=100,
        cost_nano=cost_nano,
        created_at=job.created_at,
    )

"""Jobs in every state, reached by the queue's own verbs, and what is stored about them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.db.models import F

from jobs.models import Attempt, Job, JobLog, Lease
from jobs.queue import control
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.queue.commit import Write, commit
from jobs.queue.enqueue import NewJob, enqueue
from jobs.queue.settle import Settle
from jobs.queue.transition import MANUAL
from jobs.queue.writes import Batch, Custodian
from jobs.states import AttemptOutcome
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
    (custodian,) = claim(worker_id, [job.kind], 1)
    assert custodian.job_id == job.pk
    return custodian


def running(**fields: Any) -> Custodian:
    return claimed(new_job(**fields))


def write(custodian: Custodian, what: Batch | Settle) -> Exception | None:
    """Commit one write of `custodian`; the error that it alone met."""
    return commit([Write(custodian.job_id, custodian.lease_id, what)])[0]


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
    }


def assert_consistent(job_id: UUID) -> None:
    """What must hold of every job at every time, beyond the check constraints."""
    found = stored(job_id)
    job, log, lease, attempts = found["job"], found["log"], found["lease"], found["attempts"]
    assert job is not None
    assert list(range(1, job["last_seq"] + 1)) == [row["seq"] for row in log], "the log has a gap"
    assert (job["custody"] == "worker") == (lease is not None), "a lease exactly while a worker holds the job"
    assert lease is None or lease["lease_id"] == job["lease_id"]
    assert list(range(1, job["attempt"] + 1)) == [row["number"] for row in attempts], "an attempt row for each claim"
    open_attempts = [row["number"] for row in attempts if row["outcome"] is None]
    assert ([job["attempt"]] if lease else []) == open_attempts, "only the running attempt is open"


def _blocked() -> Job:
    job = new_job()
    Job.objects.filter(pk=job.pk).update(open_edges=1)
    return amend(job.pk, {"run_at": None})


def _with_children() -> Job:
    job = new_job()
    control.hold(job.pk)
    Job.objects.filter(pk=job.pk).update(children_open=1, children_total=1)
    return control.resume(job.pk)


def _joining() -> Job:
    job = _with_children()
    Job.objects.filter(pk=job.pk).update(custody="queue", children_open=0, turn_at=F("created_at"))
    return job


def _with_person() -> Job:
    job = new_job(kind=MANUAL)
    Job.objects.filter(pk=job.pk).update(status="processing", custody="person")
    return job


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
    "completed": _after(AttemptOutcome.COMPLETED),
    "partial_success": _after(AttemptOutcome.PARTIAL_SUCCESS),
    "failed": _after(AttemptOutcome.FAILED),
    "cancelled": lambda: control.cancel(new_job().pk),
    "cancelled by hand": lambda: control.cancel(new_job(kind=MANUAL).pk),
}
"""How a job gets to each place: a state, with who holds it where that matters."""

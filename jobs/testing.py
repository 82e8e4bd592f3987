"""What tests of jobs need: perform one, drain the queue, age rows instead of waiting, assert what was enqueued."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.db.models import F

from jobs.handlers import Complete, Handler, JobContext, Payload, Verdict, registry
from jobs.models import Job, Lease
from jobs.queue.claim import claim
from jobs.queue.rescue import rescue
from jobs.queue.stage import stage
from jobs.queue.turn import bring_to_front
from jobs.queue.writes import Custodian
from jobs.services import Submission, submit
from jobs.worker.options import Options
from jobs.worker.runner import Runner

MOST_LISTED = 10

Script = Callable[[JobContext, "ScriptedPayload"], Awaitable[Verdict]]


class ScriptedPayload(Payload):
    """Takes whatever a test wants to pass."""

    value: Any = None


class ScriptedHandler(Handler[ScriptedPayload]):
    """A kind whose work is given by the test; completes with the payload's value when none is."""

    kind = "scripted"
    label = "Scripted"
    payload_type = ScriptedPayload

    def __init__(self, script: Script | None = None) -> None:
        self._script = script

    async def run(self, ctx: JobContext, payload: ScriptedPayload) -> Verdict:
        if self._script is None:
            return Complete(payload.value)
        return await self._script(ctx, payload)


@contextmanager
def scripted(script: Script | None = None) -> Iterator[ScriptedHandler]:
    """Register the kind `scripted` with `script` as its work."""
    handler = ScriptedHandler(script)
    registry.register(handler)
    try:
        yield handler
    finally:
        registry.unregister(handler.kind)


def enqueue(owner_id: UUID, kind: str = ScriptedHandler.kind, value: Any = None, **fields: Any) -> Job:
    """Submit a job as an API caller would; `value` is the scripted kind's payload."""
    payload = fields.pop("payload", {"value": value} if kind == ScriptedHandler.kind else {})
    return submit(Submission(owner_id=owner_id, kind=kind, payload=payload, **fields)).job


def take(job: Job | None = None, *, worker_id: UUID | None = None) -> Custodian:
    """Claim the next job (which must be `job` when given), as a worker would."""
    claimed = claim(worker_id or uuid.uuid7(), registry.known(), 1)
    assert claimed, "nothing was claimable"
    assert job is None or claimed[0].job_id == job.pk, f"{claimed[0].job_id} was claimed first"
    return claimed[0]


def drain(concurrency: int = 4, kinds: tuple[str, ...] = ()) -> None:
    """Run a worker in this process until nothing is claimable; needs committed rows, so a transactional test.

    What is due is claimable, and so is what a worker had whose lease expired.
    """
    _catch_up()
    asyncio.run(Runner(Options(concurrency=concurrency, kinds=kinds, until_empty=True)).run())


def perform(job: Job) -> Job:
    """Run one job's next attempt, before all others of its kind, with a worker in this process; the job afterwards.

    Needs committed rows, as `drain` does. AssertionError when no worker may claim the job: one that waits is claimed
    once it is due, as `age` or `stage_now` make it.
    """
    _catch_up()
    assert bring_to_front(job.pk), f"no worker may claim the job, which is {Job.objects.get(pk=job.pk).status}"
    asyncio.run(Runner(Options.for_next_of(job.kind)).run())
    job.refresh_from_db()
    return job


def age(job: Job, *, seconds: float) -> None:
    """Make `job` older: every time the queue compares with the clock moves back by `seconds`.

    What it waits for so long is due then, and its lease may have expired: `drain` and `perform` see to both.
    """
    back = timedelta(seconds=seconds)
    for name in ("created_at", "started_at", "finished_at", "turn_at", "wake_at", "run_at"):
        Job.objects.filter(pk=job.pk).exclude(**{name: None}).update(**{name: F(name) - back})
    Lease.objects.filter(pk=job.pk).update(expires_at=F("expires_at") - back, deadline_at=F("deadline_at") - back)


def stage_now(job: Job) -> None:
    """Let `job`'s waiting time pass."""
    Job.objects.filter(pk=job.pk).exclude(wake_at=None).update(wake_at=F("created_at"))
    stage()


def _catch_up() -> None:
    """What a worker does beside its jobs, all of it at once instead of in its own time."""
    while rescue():
        pass
    while stage():
        pass


def assert_enqueued(kind: str, /, **payload: Any) -> Job:
    """The newest live job of `kind` whose payload has these values; AssertionError lists what there is instead."""
    live = list(Job.objects.live())
    for job in live:
        if job.kind == kind and all(job.payload.get(key) == value for key, value in payload.items()):
            return job
    there = "".join(f"\n  {job.kind} {job.payload}" for job in live[:MOST_LISTED])
    more = f"\n  and {len(live) - MOST_LISTED} more" if len(live) > MOST_LISTED else ""
    raise AssertionError(f"no live {kind} job with {payload}; live are:{there or ' none'}{more}")

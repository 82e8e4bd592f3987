"""Why no worker takes a job that is due, or would not if it were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jobs.models import Job, KindPolicy, Worker
from jobs.queue.limits import starts_new_window, window_end
from jobs.selectors.capacity import MOST_COUNTED, ahead_of, held_by, live_workers, running_of
from jobs.services.cause import Cause, Code


def obstacles(job: Job, now: datetime) -> list[Cause]:
    """What would keep `job` from a worker whenever its turn came."""
    return [*_pause(_policy(job)), *_hands(job, live_workers(now))]


def delays(job: Job, now: datetime) -> list[Cause]:
    """What keeps `job`, which is due, from a worker now; at least one cause."""
    policy, workers = _policy(job), live_workers(now)
    found = [*_pause(policy), *_hands(job, workers), *_limits(job, policy, now)]
    able = [worker for worker in workers if _takes(worker, job)]
    if able:
        found += [*_busy(able), *_queue(job, able)]
    return found or [
        Cause(Code.ABOUT_TO_START, "Nothing stands before it: a worker takes it at its next look.", "Ask again.")
    ]


def _policy(job: Job) -> KindPolicy:
    return KindPolicy.objects.filter(pk=job.kind).first() or KindPolicy(kind=job.kind)


def _reads(worker: Worker, job: Job) -> bool:
    return bool(worker.kinds.get(job.kind, 0) >= job.payload_version)


def _takes(worker: Worker, job: Job) -> bool:
    return worker.paused_at is None and _reads(worker, job)


def _pause(policy: KindPolicy) -> Iterator[Cause]:
    if policy.paused_at is not None:
        why = f": {policy.pause_reason.rstrip('.')}" if policy.pause_reason else ""
        yield Cause(Code.KIND_PAUSED, f"Staff paused all jobs of its kind{why}.", "Staff resume the kind.")


def _hands(job: Job, workers: list[Worker]) -> Iterator[Cause]:
    knowing = [worker for worker in workers if job.kind in worker.kinds]
    reading = [worker for worker in knowing if _reads(worker, job)]
    if not workers:
        yield Cause(Code.NO_WORKER, "Waits for a worker, and none is running.", "Start one: runworker.")
    elif not knowing:
        text = f"None of the workers that run takes jobs of the kind {job.kind}."
        yield Cause(Code.KIND_UNKNOWN, text, f"Start a worker that does: runworker --kinds {job.kind}.")
    elif not reading:
        text = f"Its payload is of version {job.payload_version}, newer than the workers that run can read."
        yield Cause(Code.PAYLOAD_TOO_NEW, text, "Bring the workers to the newest release.")
    elif all(worker.paused_at is not None for worker in reading):
        yield Cause(Code.WORKERS_PAUSED, "The workers that could take it are paused.", "Staff resume a worker.")


def _limits(job: Job, policy: KindPolicy, now: datetime) -> Iterator[Cause]:
    if not policy.has_limits:
        return
    running = running_of(job.kind)
    total, own = running.total(), running[job.owner_id]
    if policy.max_running is not None and total >= policy.max_running:
        text = f"Its kind is at its limit: {total} of {policy.max_running} running."
        yield Cause(Code.KIND_FULL, text, "Wait for one to end, or let staff raise the limit.")
    if policy.max_running_per_owner is not None and own >= policy.max_running_per_owner:
        text = f"Its owner is at the limit for this kind: {own} of {policy.max_running_per_owner} running."
        yield Cause(Code.OWNER_FULL, text, "Wait for one to end or cancel one, or let staff raise the limit.")
    if (
        policy.rate_limit is not None
        and policy.window_claims >= policy.rate_limit
        and (end := _window_end(policy, now))
    ):
        text = f"Its kind may start {policy.rate_limit} in {policy.rate_seconds:g} s, and did. It may go on"
        yield Cause(Code.RATE_FULL, text, "Wait, or let staff raise the rate.", end)


def _window_end(policy: KindPolicy, now: datetime) -> datetime | None:
    """When the rate window under way is over; None when there is none."""
    began = policy.window_started_at
    if began is None or starts_new_window(policy, now):
        return None
    return window_end(policy, began)


def _busy(able: list[Worker]) -> Iterator[Cause]:
    held = held_by(able)
    places = sum(worker.concurrency for worker in able)
    if all(held.get(worker.pk, 0) >= worker.concurrency for worker in able):
        text = f"Waits for a free worker: {sum(held.values())} of {places} places are taken."
        yield Cause(Code.WORKERS_BUSY, text, "Wait for a job to end, or start another worker.")


def _queue(job: Job, able: list[Worker]) -> Iterator[Cause]:
    kinds = {kind for worker in able for kind in worker.kinds}
    kinds -= set(KindPolicy.objects.filter(kind__in=kinds, paused_at__isnull=False).values_list("kind", flat=True))
    if count := ahead_of(job, kinds):
        some = f"At least {count}" if count == MOST_COUNTED else str(count)
        text = "1 job has its turn before it." if count == 1 else f"{some} jobs have their turn before it."
        yield Cause(Code.QUEUE_AHEAD, text, "Wait, raise its priority, or start another worker.")

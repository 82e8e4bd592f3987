"""The registry of worker processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from jobs import notifier
from jobs.models import Worker


def register(worker_id: UUID, *, host: str, pid: int, version: str, kinds: Mapping[str, int], concurrency: int) -> None:
    """Enter a worker that begins; one that was marked lost and comes back is entered again.

    `kinds` are those it takes, each with the newest payload version that it reads.
    """
    Worker.objects.update_or_create(
        pk=worker_id,
        defaults={
            "host": host[:255],
            "pid": pid,
            "version": version,
            "kinds": dict(kinds),
            "concurrency": concurrency,
            "state": Worker.State.RUNNING,
            "started_at": Now(),
            "heartbeat_at": Now(),
            "stopped_at": None,
        },
    )


def beat(worker_id: UUID, *, running: int, draining: bool) -> None:
    """Note that a worker lives, with the number of jobs it runs."""
    state = Worker.State.DRAINING if draining else Worker.State.RUNNING
    Worker.objects.filter(pk=worker_id).update(heartbeat_at=Now(), running=running, state=state)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked of a worker."""

    stop: bool = False
    pause: bool = False


def wishes(worker_id: UUID) -> Wishes:
    found = Worker.objects.filter(pk=worker_id).values_list("stop_requested", "paused_at").first()
    return Wishes() if found is None else Wishes(stop=found[0], pause=found[1] is not None)


def stopped(worker_id: UUID, *, lost: bool = False) -> None:
    state = Worker.State.LOST if lost else Worker.State.STOPPED
    Worker.objects.filter(pk=worker_id, stopped_at=None).update(state=state, running=0, stopped_at=Now())


def mark_silent_lost(after_seconds: float) -> int:
    """Mark workers lost that have not reported for `after_seconds`; how many."""
    silent = Worker.objects.filter(stopped_at=None, heartbeat_at__lt=Now() - timedelta(seconds=after_seconds))
    return silent.update(state=Worker.State.LOST, running=0, stopped_at=Now())


def request_stop(worker_id: UUID) -> None:
    Worker.objects.filter(pk=worker_id, stopped_at=None).update(stop_requested=True)
    transaction.on_commit(notifier.announce_workers)


def pause(worker_id: UUID) -> bool:
    """Let a worker claim nothing more, and go on with what it runs; False when it ended or is paused already."""
    return _set_paused(Worker.objects.filter(pk=worker_id, paused_at=None), Now())


def resume(worker_id: UUID) -> bool:
    """Let a paused worker claim again; False when it ended or is not paused."""
    return _set_paused(Worker.objects.filter(pk=worker_id, paused_at__isnull=False), None)


def _set_paused(workers: QuerySet[Worker], paused_at: Now | None) -> bool:
    changed = workers.filter(stopped_at=None).update(paused_at=paused_at)
    transaction.on_commit(notifier.announce_workers)
    return bool(changed)


def forget(after_days: float) -> int:
    """Delete the entries of workers that ended more than `after_days` ago; how many. One that lives stays."""
    return Worker.objects.filter(stopped_at__lt=Now() - timedelta(days=after_days)).delete()[0]

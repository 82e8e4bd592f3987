"""The registry of worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models.functions import Now

from jobs.models import Worker


def register(worker_id: UUID, *, host: str, pid: int, version: str, kinds: Sequence[str], concurrency: int) -> None:
    """Enter a worker that begins; one that was marked lost and comes back is entered again."""
    Worker.objects.update_or_create(
        pk=worker_id,
        defaults={
            "host": host[:255],
            "pid": pid,
            "version": version,
            "kinds": list(kinds),
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


def stop_requested(worker_id: UUID) -> bool:
    return Worker.objects.filter(pk=worker_id, stop_requested=True).exists()


def stopped(worker_id: UUID, *, lost: bool = False) -> None:
    state = Worker.State.LOST if lost else Worker.State.STOPPED
    Worker.objects.filter(pk=worker_id, stopped_at=None).update(state=state, running=0, stopped_at=Now())


def mark_silent_lost(after_seconds: float) -> int:
    """Mark workers lost that have not reported for `after_seconds`; how many."""
    silent = Worker.objects.filter(stopped_at=None, heartbeat_at__lt=Now() - timedelta(seconds=after_seconds))
    return silent.update(state=Worker.State.LOST, running=0, stopped_at=Now())


def request_stop(worker_id: UUID) -> None:
    Worker.objects.filter(pk=worker_id, stopped_at=None).update(stop_requested=True)


def forget(after_days: float) -> int:
    """Delete the entries of workers that ended more than `after_days` ago; how many. One that lives stays."""
    return Worker.objects.filter(stopped_at__lt=Now() - timedelta(days=after_days)).delete()[0]

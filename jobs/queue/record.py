"""Writes what a running attempt reports: events, progress, ledger, checkpoints, artefacts. All of it fenced."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import JSONField, Value

from jobs.errors import LeaseLost
from jobs.models import Job, LedgerEntry, StepCheckpoint
from jobs.queue.artefacts import keep
from jobs.queue.journal import Journal, sanitised
from jobs.queue.writes import Batch, Checkpoint, Reservation, Settlement


def record(job: Job, lease_id: UUID, batch: Batch, journal: Journal) -> None:
    """Write `batch` for the locked `job`, which `lease_id` holds."""
    # A commit whose answer was cut off is tried again: what it had stored already stays as it is.
    entries = [_reserved(job, lease_id, row, journal.now) for row in batch.reservations]
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)
    for settlement in batch.settlements:
        _settle_call(lease_id, settlement, journal.now)
    if batch.voids:
        LedgerEntry.objects.filter(pk__in=batch.voids, lease_id=lease_id, state=LedgerEntry.State.RESERVED).delete()
    StepCheckpoint.objects.bulk_create(
        [_checkpoint(job, row, journal.now) for row in batch.checkpoints], ignore_conflicts=True
    )
    if batch.artefacts:
        keep(job.pk, batch.artefacts, journal.now)
    journal.add(job, batch.facts)
    changes: dict[str, int | str] = {"last_seq": job.last_seq}
    if batch.progress is not None:
        # A later attempt repeats early steps: the bar never goes back within one job.
        changes |= {
            "progress": max(job.progress, batch.progress),
            "progress_message": sanitised(batch.progress_message),
        }
        job.progress = max(job.progress, batch.progress)
    if not Job.objects.filter(pk=job.pk, lease_id=lease_id).update(**changes):
        raise LeaseLost(f"attempt of {job.pk}")


def _reserved(job: Job, lease_id: UUID, row: Reservation, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        id=row.entry_id,
        job_id=job.pk,
        root_id=job.root_id,
        owner_id=job.owner_id,
        kind=job.kind,
        attempt=job.attempt,
        lease_id=lease_id,
        step=row.step,
        provider=row.provider,
        model=row.model,
        simulated=row.simulated,
        estimate_nano=row.estimate_nano,
        created_at=now,
    )


def _settle_call(lease_id: UUID, row: Settlement, now: datetime) -> None:
    LedgerEntry.objects.filter(pk=row.entry_id, lease_id=lease_id, state=LedgerEntry.State.RESERVED).update(
        state=LedgerEntry.State.SETTLED,
        model=row.model,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        cost_nano=row.cost_nano,
        price_source=row.price_source,
        generation_id=row.generation_id,
        usage=sanitised(row.usage),
        settled_at=now,
    )


def _checkpoint(job: Job, row: Checkpoint, now: datetime) -> StepCheckpoint:
    # A bare None would be SQL's NULL, which the column refuses, and which IGNORE then drops on SQLite.
    output = Value(None, JSONField()) if row.output is None else sanitised(row.output)
    return StepCheckpoint(
        job_id=job.pk,
        name=row.name,
        input_hash=row.input_hash,
        output=output,
        attempt=job.attempt,
        started_at=now - timedelta(seconds=row.seconds),
        finished_at=now,
    )

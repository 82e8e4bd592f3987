"""Writes what running attempts report: events, progress, ledger, checkpoints, artefacts. All of it fenced."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import JSONField, Value

from jobs.errors import LeaseLost
from jobs.models import Job, LedgerEntry, StepCheckpoint
from jobs.queue import rows
from jobs.queue.artefacts import keep
from jobs.queue.journal import Journal, sanitised
from jobs.queue.writer import writer
from jobs.queue.writes import Batch, Checkpoint, Reservation, Settlement


class Record:
    """What the attempts of one transaction report, written together by `flush`: a statement a table."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._entries: list[LedgerEntry] = []
        self._settled: list[rows.Settled] = []
        self._voids: list[tuple[UUID, UUID]] = []
        self._checkpoints: list[StepCheckpoint] = []
        self._touched: dict[UUID, rows.Touched] = {}

    def add(self, job: Job, lease_id: UUID, batch: Batch) -> None:
        """Note `batch` of the locked `job`, which `lease_id` holds."""
        now = self._journal.now
        self._entries += [_reserved(job, lease_id, row, now) for row in batch.reservations]
        self._settled += [_settled(lease_id, row, now) for row in batch.settlements]
        self._voids += [(entry_id, lease_id) for entry_id in batch.voids]
        self._checkpoints += [_checkpoint(job, row, now) for row in batch.checkpoints]
        if batch.artefacts:
            keep(job.pk, batch.artefacts, now)
        self._journal.add(job, batch.facts)
        touched = self._touched.setdefault(
            job.pk, {"id": job.pk, "lease_id": lease_id, "last_seq": 0, "progress": 0, "progress_message": None}
        )
        if batch.progress is not None:
            # A later attempt repeats early steps: the bar never goes back within one job.
            job.progress = max(job.progress, batch.progress)
            touched["progress_message"] = sanitised(batch.progress_message)
        touched |= {"last_seq": job.last_seq, "progress": job.progress}

    def flush(self) -> None:
        """Write what was noted. LeaseLost when a job is not held as it was when it was locked."""
        # A commit whose answer was cut off is tried again: what it had stored already stays as it is.
        if self._entries:
            LedgerEntry.objects.bulk_create(self._entries, ignore_conflicts=True)
        if self._settled:
            writer().settle_calls(self._settled)
        for entry_id, lease_id in self._voids:
            LedgerEntry.objects.filter(pk=entry_id, lease_id=lease_id, state=LedgerEntry.State.RESERVED).delete()
        if self._checkpoints:
            StepCheckpoint.objects.bulk_create(self._checkpoints, ignore_conflicts=True)
        if self._touched and (done := writer().touch([*self._touched.values()])) != len(self._touched):
            raise LeaseLost(f"{len(self._touched) - done} of {len(self._touched)} jobs were not held as they had been")


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


def _settled(lease_id: UUID, row: Settlement, now: datetime) -> rows.Settled:
    return {
        "id": row.entry_id,
        "lease_id": lease_id,
        "model": row.model,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
        "cost_nano": row.cost_nano,
        "price_source": row.price_source,
        "generation_id": row.generation_id,
        "usage": rows.as_json(sanitised(row.usage)),
        "settled_at": now,
    }


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

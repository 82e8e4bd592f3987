"""Writes what running attempts report: events, progress, ledger, checkpoints, artefacts. All of it fenced."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.query import QuerySet

from jobs.errors import LeaseLost
from jobs.models import Job, LedgerEntry
from jobs.queue import rows
from jobs.queue.artefacts import keep
from jobs.queue.journal import Journal, sanitised
from jobs.queue.writer import writer
from jobs.queue.writes import Batch, Checkpoint, Reservation, Settlement


class Record:
    """What the attempts of one transaction report, written together by `flush`: a statement a table."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._reserved: list[rows.Reserved] = []
        self._settled: list[rows.Settled] = []
        self._voids: list[tuple[UUID, UUID]] = []
        self._abandons: list[tuple[UUID, UUID]] = []
        self._checkpoints: list[rows.Kept] = []
        self._touched: dict[UUID, rows.Touched] = {}

    def add(self, job: Job, lease_id: UUID, batch: Batch) -> None:
        """Note `batch` of the locked `job`, which `lease_id` holds."""
        now = self._journal.now
        self._reserved += [_reserved(job, lease_id, row, now) for row in batch.reservations]
        self._settled += [_settled(lease_id, row, now) for row in batch.settlements]
        self._voids += [(entry_id, lease_id) for entry_id in batch.voids]
        self._abandons += [(entry_id, lease_id) for entry_id in batch.abandons]
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
        if self._reserved:
            writer().reserve_calls(self._reserved)
        if self._settled:
            writer().settle_calls(self._settled)
        for entry_id, lease_id in self._voids:
            _open_call(entry_id, lease_id).delete()
        for entry_id, lease_id in self._abandons:
            _open_call(entry_id, lease_id).update(state=LedgerEntry.State.ABANDONED, settled_at=self._journal.now)
        if self._checkpoints:
            writer().keep_checkpoints(self._checkpoints)
        touched = [row for row in self._touched.values() if not self._goes_with_move(row)]
        if touched and (done := writer().touch(touched)) != len(touched):
            raise LeaseLost(f"{len(touched) - done} of {len(touched)} jobs were not held as they had been")

    def _goes_with_move(self, row: rows.Touched) -> bool:
        """Whether the job's change of state, which its lease fences too, writes all that `row` would."""
        return row["progress_message"] is None and self._journal.is_moving(row["id"])


def _open_call(entry_id: UUID, lease_id: UUID) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(pk=entry_id, lease_id=lease_id, state=LedgerEntry.State.RESERVED)


def _reserved(job: Job, lease_id: UUID, row: Reservation, now: datetime) -> rows.Reserved:
    return {
        "id": row.entry_id,
        "job_id": job.pk,
        "root_id": job.root_id,
        "owner_id": job.owner_id,
        "kind": job.kind,
        "attempt": job.attempt,
        "lease_id": lease_id,
        "step": row.step,
        "provider": row.provider,
        "model": row.model,
        "simulated": row.simulated,
        "estimate_nano": row.estimate_nano,
        "created_at": now,
    }


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


def _checkpoint(job: Job, row: Checkpoint, now: datetime) -> rows.Kept:
    return {
        "job_id": job.pk,
        "name": row.name,
        "input_hash": row.input_hash,
        "output": json.dumps(sanitised(row.output)),
        "attempt": job.attempt,
        "started_at": now - timedelta(seconds=row.seconds),
        "finished_at": now,
    }

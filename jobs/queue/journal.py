"""What one transaction writes: changes of state, ends of attempts, and facts.

A fact's `seq` is taken under the job's row lock, so it has order and no holes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from jobs.conf import conf
from jobs.errors import LeaseLost
from jobs.events import LOG, Fact
from jobs.models import Job, LedgerEntry, TimeEntry
from jobs.queue import rows
from jobs.queue.fairness import Turns
from jobs.queue.locking import WIDE, lock_by_id
from jobs.queue.rollups.stale import mark, mark_jobs
from jobs.queue.spending import abandon
from jobs.queue.timing import stop
from jobs.queue.writer import writer
from jobs.states import Custody


def sanitised(value: Any) -> Any:
    """`value` without NUL, lone surrogates, NaN and Infinity, which PostgreSQL refuses, at any depth."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {sanitised(str(key)): sanitised(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [sanitised(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def json_bytes(value: Any) -> int:
    """Size of `value` as stored JSON."""
    return len(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode("utf-8", "replace"))


class Journal:
    """What a transaction changes of the jobs whose rows it has locked, written together by `flush`.

    `hopeless` are parents whose open children are to be cancelled once this is committed, `lines` those where a place
    may have become free, or a child stands in line again.
    """

    def __init__(self, now: datetime, locked: Mapping[UUID, Job] | None = None) -> None:
        self.now = now
        self.touched: dict[UUID, Job] = {}
        self.hopeless: list[UUID] = []
        self.lines: set[UUID] = set()
        self.turns = Turns()
        self._facts: list[rows.Fact] = []
        self._before: dict[UUID, tuple[Job, str, UUID | None]] = {}
        self._with_result: set[UUID] = set()
        self._closures: list[rows.Closure] = []
        self._left_by_people: list[UUID] = []
        self._ended: list[Job] = []
        self._reopened: dict[UUID, tuple[UUID, datetime | None]] = {}
        self._locked = dict(locked or {})

    def lock(self, ids: Iterable[UUID]) -> dict[UUID, Job]:
        """The jobs of `ids` that exist, as `lock_by_id` locks them; those that were locked here before as they are."""
        wanted = set(ids)
        if missing := wanted - self._locked.keys():
            self._locked |= lock_by_id(missing, without=WIDE)
        return {pk: job for pk, job in self._locked.items() if pk in wanted}

    def add(self, job: Job, facts: Iterable[Fact]) -> None:
        """Number `facts` after the job's last one. `job.last_seq` is saved with its move, or by the caller's UPDATE."""
        for fact in facts:
            if fact.type == LOG and job.last_seq >= conf().max_log_rows:
                continue
            job.last_seq += 1
            self._facts.append(
                {
                    "job_id": job.id,
                    "seq": job.last_seq,
                    "type": fact.type,
                    "level": fact.level,
                    "message": sanitised(fact.message)[:10_000],
                    "data": rows.as_json(sanitised(fact.data)),
                    "at": self.now,
                }
            )
            self.touched[job.id] = job

    def move(self, job: Job, columns: Mapping[str, Any]) -> None:
        """Set `columns` of `job`, a change of its state."""
        self._before.setdefault(job.pk, (job, job.status, job.lease_id))
        if job.custody == Custody.PERSON and columns.get("custody") != Custody.PERSON:
            self._left_by_people.append(job.pk)
        if job.is_final:
            self._reopened[job.pk] = (job.owner_id, job.finished_at)
        for name, value in columns.items():
            setattr(job, name, value)
        if "result" in columns:
            self._with_result.add(job.pk)
        if job.is_final:
            self._ended.append(job)
        if job.parent_id is not None and job.has_place is False:
            self.lines.add(job.parent_id)
        if job.children_at_once is not None and job.children_open:
            self.lines.add(job.pk)

    def is_moving(self, job_id: UUID) -> bool:
        """Whether a change of the job's state is noted and not yet written."""
        return job_id in self._before

    def close(self, closure: rows.Closure) -> None:
        """End an attempt: its lease goes, and the calls it left open are abandoned, for they may have been paid."""
        self._closures.append(closure)

    def take_ended(self) -> list[Job]:
        """The jobs that became final since this was last asked."""
        ended, self._ended = self._ended, []
        return ended

    def flush(self) -> None:
        """Write what is noted. LeaseLost when a job is not as it was locked; the transaction must not go on then."""
        self.flush_changes()
        if self._facts:
            writer().append(self._facts)
            self._facts = []

    def flush_changes(self) -> None:
        """As `flush`, but for the facts, which others follow."""
        self._write_moves()
        if self._left_by_people:
            stop(TimeEntry.objects.filter(job_id__in=self._left_by_people), self.now)
            self._left_by_people = []
        if self._closures:
            self._write_closures()
        if self._reopened:
            mark(self._reopened.values(), self.now)
            mark_jobs(self._reopened, self.now)
            self._reopened = {}

    def _write_moves(self) -> None:
        moves = [
            rows.moved(job, status, lease_id, has_result=pk in self._with_result)
            for pk, (job, status, lease_id) in self._before.items()
        ]
        self._before, self._with_result = {}, set()
        if moves and (done := writer().move(moves)) != len(moves):
            raise LeaseLost(f"{len(moves) - done} of {len(moves)} jobs were not as they had been locked")

    def _write_closures(self) -> None:
        if left_open := writer().close_attempts(self._closures):
            abandon(LedgerEntry.objects.filter(pk__in=left_open), self.now)
        self._closures = []

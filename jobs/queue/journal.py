"""Numbers and writes facts: `seq` is taken under the job's row lock, so it has order and no holes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from jobs.conf import conf
from jobs.events import LOG, Fact
from jobs.models import Job, JobLog


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
    """Facts about jobs whose rows this transaction has locked, written together by `flush`."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._rows: list[JobLog] = []
        self.touched: dict[UUID, Job] = {}

    def add(self, job: Job, facts: Iterable[Fact]) -> None:
        """Number `facts` after the job's last one. `job.last_seq` is saved by the caller's own UPDATE."""
        for fact in facts:
            if fact.type == LOG and job.last_seq >= conf().max_log_rows:
                continue
            job.last_seq += 1
            self._rows.append(
                JobLog(
                    job_id=job.id,
                    seq=job.last_seq,
                    type=fact.type,
                    level=fact.level,
                    message=sanitised(fact.message)[:10_000],
                    data=sanitised(fact.data),
                    at=self._now,
                )
            )
            self.touched[job.id] = job

    def flush(self) -> None:
        JobLog.objects.bulk_create(self._rows, batch_size=500)
        self._rows = []

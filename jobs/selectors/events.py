"""A job's events, in order, from a cursor: the same rows for HTTP and WebSockets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jobs.events import LOG, STATE
from jobs.models import Job, JobLog

PAGE = 500


def event_json(row: JobLog) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "type": row.type,
        "at": row.at.isoformat().replace("+00:00", "Z"),
        "level": row.level,
        "message": row.message,
        "data": row.data,
    }


def events_after(job_id: UUID, seq: int, limit: int = PAGE) -> list[dict[str, Any]]:
    """Up to `limit` events of the job with a number above `seq`, oldest first."""
    rows = JobLog.objects.filter(job_id=job_id, seq__gt=seq).order_by("seq")[:limit]
    return [event_json(row) for row in rows]


def last_seqs(job_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The number of the newest event of each; jobs that are gone are left out."""
    return dict(Job.objects.filter(pk__in=job_ids).values_list("pk", "last_seq"))


def log_tail(job_id: UUID, limit: int = 50) -> list[dict[str, Any]]:
    """The newest `limit` events of the job that are for reading (no streamed text), oldest first."""
    rows = JobLog.objects.filter(job_id=job_id).exclude(type="delta").order_by("-seq")[:limit]
    return [event_json(row) for row in reversed(rows)]


def log_lines(job_id: UUID, *, level: str | None = None) -> Any:
    """The handler's own log lines, oldest first, as a QuerySet to page through."""
    rows = JobLog.objects.filter(job_id=job_id, type=LOG).order_by("seq")
    return rows.filter(level=level) if level else rows


def gate_met(job_id: UUID) -> str:
    """The key of the gate that kept the job from going on when its state last changed; "" for none."""
    rows = JobLog.objects.filter(job_id=job_id, type=STATE).order_by("-seq")
    data = rows.values_list("data", flat=True).first() or {}
    return str(data.get("gate", ""))

"""A job in JSON: one shape for the API, the sockets and the pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from jobs.errors import InvalidSubmission
from jobs.handlers import registry
from jobs.models import Job
from jobs.money import usd
from jobs.selectors.time_entries import minutes_of
from jobs.selectors.usage import NO_USAGE, JobUsage, usage_of_trees
from jobs.services.references import address, referred
from jobs.states import MANUAL

ACTIONS = ("cancel", "retry", "hold", "resume", "duplicate")
BY_HAND = ("start-timer", "stop-timer", "complete", "reopen", "time-entries")


def describe_jobs(jobs: Iterable[Job]) -> list[dict[str, Any]]:
    """`jobs` for a list: without payload, result and description; usage, that of parts included, in few queries."""
    rows = list(jobs)
    usage, spent = usage_of_trees(rows), _minutes(rows)
    return [summary(job, usage.get(job.pk, NO_USAGE), spent.get(job.pk)) for job in rows]


def describe_job(job: Job) -> dict[str, Any]:
    """One job whole, but for what has addresses of its own (events, attempts, usage by step)."""
    usage = usage_of_trees([job]).get(job.pk, NO_USAGE)
    fault = fault_of(job)
    return summary(job, usage, _minutes([job]).get(job.pk)) | {
        "description": job.description,
        "payload": job.payload,
        "result": job.result,
        "invalid": fault is not None,
        "invalid_reason": fault,
        "links": links(job) | _result_link(job),
    }


def summary(job: Job, usage: JobUsage, actual_minutes: float | None = None) -> dict[str, Any]:
    """The fields every view of a job shares. Without the payload, only a removed kind makes it `invalid`."""
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "title": job.title,
        "status": job.status,
        "progress": job.progress,
        "progress_message": job.progress_message,
        "priority": job.priority,
        "lifted_to": job.lifted_to,
        "category": job.category,
        "tags": sorted(tag.name for tag in job.tag_rows.all()),
        "owner": str(job.owner_id),
        "depends_on": sorted(str(edge.upstream_id) for edge in job.upstream_edges.all()),
        "children": _children(job),
        "parent": str(job.parent_id) if job.parent_id else None,
        "schedule": str(job.schedule_id) if job.schedule_id else None,
        "assignee": str(job.assignee_id) if job.assignee_id else None,
        "attempt": job.attempt,
        "failures": job.failures,
        "max_attempts": job.max_attempts,
        "held_reason": job.held_reason,
        "cancel_requested": job.cancel_requested_at is not None,
        "hold_requested": job.hold_requested,
        "invalid": job.kind not in registry,
        "error": error_of(job),
        "cost_usd": usage.cost_usd,
        "max_cost_usd": usd(job.max_cost_nano),
        "usage": usage.as_dict(),
        "estimated_minutes": job.estimated_minutes,
        "remind_minutes_before": job.remind_minutes_before,
        "actual_minutes": actual_minutes,
        "run_at": stamp(job.run_at),
        "wake_at": stamp(job.wake_at),
        "due_at": stamp(job.due_at),
        "created_at": stamp(job.created_at),
        "started_at": stamp(job.started_at),
        "finished_at": stamp(job.finished_at),
        "last_seq": job.last_seq,
        "links": links(job),
    }


def describe_chunks(children: Iterable[Job]) -> list[dict[str, Any]]:
    """Children that work a part of a document, with their chunk records."""
    return [
        {
            "index": child.chunk.index,
            "start": child.chunk.start,
            "end": child.chunk.end,
            "job_id": str(child.pk),
            "status": child.status,
            "attempt": child.attempt,
            "max_attempts": child.max_attempts,
            "result": child.chunk.result,
            "error": error_of(child),
            "cost_usd": usd(child.chunk.cost_nano),
        }
        for child in children
    ]


def _minutes(jobs: Iterable[Job]) -> dict[UUID, float]:
    """What people spent on the manual ones among `jobs`."""
    manual = [job.pk for job in jobs if job.kind == MANUAL]
    return dict.fromkeys(manual, 0.0) | dict(minutes_of(manual)) if manual else {}


def error_of(job: Job) -> dict[str, str] | None:
    return {"class": job.error_class, "message": job.error_message} if job.error_class else None


def _result_link(job: Job) -> dict[str, str]:
    file = referred(job.pk, job.result)
    return {"result": address(job.pk, file)} if file else {}


def _children(job: Job) -> dict[str, int] | None:
    if job.children_total == 0:
        return None
    return {"total": job.children_total, "open": job.children_open, "failed": job.children_failed}


def fault_of(job: Job) -> str | None:
    """Why this job's row no longer fits the code (kind removed, payload of another version), or None."""
    try:
        registry.get(job.kind).load(job.payload, job.payload_version)
    except InvalidSubmission as error:
        return str(error)
    return None


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, ending in Z."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def links(job: Job) -> dict[str, str]:
    base = f"/api/v1/jobs/{job.pk}"
    return {
        "self": base,
        **{
            name: f"{base}/{name}"
            for name in (
                *("events", "logs", "attempts", "usage", "chunks", "artefacts", "explain", *ACTIONS),
                *(BY_HAND if job.kind == MANUAL else ()),
            )
        },
        "page": f"/jobs/{job.pk}",
        "socket": f"/ws/jobs/{job.pk}/",
    }

"""Analyses of documents as their owners read them: how far, what there is of the result, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from accounts.models import User
from generation.selectors.parts import KIND
from jobs.handlers import JoinPolicy
from jobs.selectors.artefacts import whole_result
from jobs.selectors.chunks import ChunkState, causes_of, chunk_counts, chunk_states, every_chunk, seconds_left
from jobs.selectors.jobs import visible_jobs
from jobs.selectors.usage import NO_USAGE, usage_of_trees
from jobs.states import FAILING, FINAL, LIVE, SUCCEEDED, Status


def analysis_job(caller: User, job_id: UUID) -> Any:
    """One of the caller's analyses; DoesNotExist for what is missing, another's, or of another kind alike."""
    return visible_jobs(caller).get(pk=job_id, kind=KIND)


def describe_analysis(job: Any, *, after: int, limit: int) -> dict[str, Any]:
    """An analysis for its owner, with up to `limit` of the parts after the index `after` that have ended.

    `results` and `gaps` are these parts in the document's order, `next_after` is None where no ended part follows.
    `summary` is null until the job has put the parts together. `eta_seconds` is null where it cannot be told.
    """
    counts = _counts(chunk_counts(job.pk))
    causes = _causes(job.pk) if counts["failed"] else []
    page = chunk_states(job.pk, after=after, limit=limit + 1, only=FINAL)
    shown, usage = page[:limit], usage_of_trees([job]).get(job.pk, NO_USAGE)
    result = whole_result(job.pk, job.result) if job.result is not None and job.is_final else None
    return {
        "job_id": str(job.pk),
        "document_id": job.payload.get("document_id"),
        "template": job.payload.get("template") or "instruction",
        "title": job.title,
        "status": job.status,
        "progress": job.progress,
        "progress_message": job.progress_message,
        "total_chunks": job.children_total,
        "chunks_completed": counts["completed"],
        "chunks_failed": counts["failed"],
        "chunks": counts,
        "eta_seconds": _eta(job),
        "results": [_result(state) for state in shown if state.status in SUCCEEDED],
        "gaps": [_gap(state, _why_cancelled(job)) for state in shown if state.status in FAILING],
        "next_after": shown[-1].index if shown and len(page) > limit else None,
        "summary": result.get("value") if isinstance(result, Mapping) else None,
        "error": {"class": job.error_class, "message": job.error_message} if job.error_class else None,
        "error_summary": _in_words(counts, causes),
        "causes": causes,
        "cost_usd": usage.cost_usd,
        "usage": usage.as_dict(),
        "links": _links(job),
    }


def every_result(job_id: UUID) -> Iterator[dict[str, Any]]:
    """`{index, start, end, result}` of each part that is done, in the document's order."""
    return map(_result, every_chunk(job_id, only=SUCCEEDED))


def every_gap(job: Any) -> Iterator[dict[str, Any]]:
    """`{index, start, end, error}` of each part of `job` that ended without a result."""
    why = _why_cancelled(job)
    return (_gap(state, why) for state in every_chunk(job.pk, only=FAILING))


def every_error(job: Any) -> Iterator[dict[str, Any]]:
    """As `every_gap`, with the `job_id` of the part, which keeps its attempts, and the number of the last one."""
    why = _why_cancelled(job)
    for state in every_chunk(job.pk, only=FAILING):
        yield {**_gap(state, why), "job_id": str(state.job_id), "attempt": state.attempt}


def _counts(by_status: Mapping[str, int]) -> dict[str, int]:
    """`{total, completed, failed, running, waiting, cancelled}`."""
    completed = by_status.get(Status.COMPLETED, 0) + by_status.get(Status.PARTIAL_SUCCESS, 0)
    live = sum(count for status, count in by_status.items() if status in LIVE)
    running = by_status.get(Status.PROCESSING, 0)
    return {
        "total": sum(by_status.values()),
        "completed": completed,
        "failed": by_status.get(Status.FAILED, 0),
        "running": running,
        "waiting": live - running,
        "cancelled": by_status.get(Status.CANCELLED, 0),
    }


def _eta(job: Any) -> float | None:
    if job.is_final:
        return 0.0
    if job.status == Status.HELD:
        return None
    left = seconds_left(job.pk) if job.children_total else None
    return None if left is None else round(left, 1)


def _result(state: ChunkState) -> dict[str, Any]:
    return {"index": state.index, "start": state.start, "end": state.end, "result": state.result}


def _why_cancelled(job: Any) -> str:
    """What is said of a part of `job` that was cancelled."""
    policy = JoinPolicy.of(job.join_policy)
    if job.cancel_requested_at is None and not policy.tolerates(job.children_total, job.children_failed):
        return "It was cancelled, for too many other parts had failed."
    return "It was cancelled."


def _gap(state: ChunkState, why_cancelled: str) -> dict[str, Any]:
    error = {"class": state.error_class or str(state.status), "message": state.error_message or why_cancelled}
    return {"index": state.index, "start": state.start, "end": state.end, "error": error}


def _in_words(counts: Mapping[str, int], causes: list[dict[str, Any]]) -> str | None:
    """`2 of 5 parts failed: timeout (1), auth (1).`; None where none did."""
    if not causes:
        return None
    told = ", ".join(f"{cause['class']} ({cause['count']:,})" for cause in causes)
    return f"{counts['failed']:,} of {counts['total']:,} parts failed: {told}."


def _causes(job_id: UUID) -> list[dict[str, Any]]:
    """`[{class, count, first_index, message}]`, the commonest first."""
    return [
        {"class": cause.error_class, "count": cause.count, "first_index": cause.first_index, "message": cause.message}
        for cause in causes_of(job_id)
    ]


def _links(job: Any) -> dict[str, str]:
    base, jobs = f"/api/v1/analyze/{job.pk}", f"/api/v1/jobs/{job.pk}"
    return {
        "self": base,
        "result": f"{base}/result",
        "report": f"{base}/report",
        "errors": f"{base}/errors",
        "job": jobs,
        "chunks": f"{jobs}/chunks",
        "retry": f"{jobs}/retry",
        "cancel": f"{jobs}/cancel",
        "document": f"/api/v1/documents/{job.payload.get('document_id')}",
    }

"""What happened to a job: events, log lines, attempts, usage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.paging import address, page_of
from accounts.api.requests import queried
from jobs.api import outputs
from jobs.api.queries import EventQuery, LogQuery, NoQuery, PageQuery
from jobs.api.views.base import JobView
from jobs.selectors.attempts import attempts_of
from jobs.selectors.children import chunks_of
from jobs.selectors.events import event_json, events_after, log_lines
from jobs.services.describe import describe_chunks
from jobs.services.detail import describe_attempts, describe_usage


class EventsView(JobView):
    """The same events as on the job's socket."""

    @extend_schema(tags=["jobs"], operation_id="jobs_events", parameters=[EventQuery], responses=outputs.EventListOut)
    def get(self, request: Request, job_id: UUID) -> Response:
        """Events after the number `after`, oldest first, without a gap. To follow, ask again after the last `seq`."""
        asked = queried(EventQuery, request)
        job = self.job(request, job_id)
        events = events_after(job.pk, asked["after"], asked["limit"] + 1)
        return Response(_following(request, events, asked["limit"], count=job.last_seq))


class LogsView(JobView):
    """What the work itself reported."""

    @extend_schema(tags=["jobs"], operation_id="jobs_logs", parameters=[LogQuery], responses=outputs.EventListOut)
    def get(self, request: Request, job_id: UUID) -> Response:
        """Log lines after the number `after`, oldest first."""
        asked = queried(LogQuery, request)
        lines = log_lines(self.job(request, job_id).pk, level=asked.get("level"))
        newer = lines.filter(seq__gt=asked["after"])[: asked["limit"] + 1]
        return Response(_following(request, [event_json(row) for row in newer], asked["limit"], count=lines.count()))


class AttemptsView(JobView):
    """The job's attempts."""

    @extend_schema(
        tags=["jobs"], operation_id="jobs_attempts", parameters=[PageQuery], responses=outputs.AttemptListOut
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        """Oldest first."""
        asked = queried(PageQuery, request)
        attempts = attempts_of(self.job(request, job_id).pk)
        return Response(page_of(attempts, describe_attempts, request, **asked))


class ChunksView(JobView):
    """The parts of the job's document."""

    @extend_schema(tags=["jobs"], operation_id="jobs_chunks", parameters=[PageQuery], responses=outputs.ChunkListOut)
    def get(self, request: Request, job_id: UUID) -> Response:
        """In the order of the document, worked or not."""
        asked = queried(PageQuery, request)
        chunks = chunks_of(self.job(request, job_id).pk)
        return Response(page_of(chunks, describe_chunks, request, **asked))


class UsageView(JobView):
    """What the job used and cost."""

    @extend_schema(tags=["jobs"], operation_id="jobs_usage", responses=outputs.JobUsageOut)
    def get(self, request: Request, job_id: UUID) -> Response:
        """In all, and by step, provider and model."""
        queried(NoQuery, request)
        return Response(describe_usage(self.job(request, job_id)))


def _following(request: Request, events: Sequence[dict[str, Any]], limit: int, *, count: int) -> dict[str, Any]:
    """A page of `events`, of which one more than `limit` was read to see whether there is a next."""
    page = list(events[:limit])
    more = len(events) > limit
    return {
        "count": count,
        "next": address(request, after=page[-1]["seq"]) if more else None,
        "previous": None,
        "results": page,
    }

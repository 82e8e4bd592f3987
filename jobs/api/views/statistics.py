"""Counts of jobs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.requests import current_user, queried
from jobs.api import outputs
from jobs.api.queries import JobFilterQuery
from jobs.api.views.base import JobView, filters_of
from jobs.selectors.jobs import listed_jobs
from jobs.selectors.statistics import statistics


class StatisticsView(JobView):
    """Of the caller's jobs."""

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_statistics",
        parameters=[JobFilterQuery],
        responses=outputs.StatisticsOut,
    )
    def get(self, request: Request) -> Response:
        """Counts by status, priority and kind, of all jobs or those that match the filters."""
        asked = queried(JobFilterQuery, request)
        return Response(statistics(listed_jobs(current_user(request), filters_of(request, asked))))

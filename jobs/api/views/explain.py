"""Why a job is not running."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.requests import current_user, queried
from jobs.api import outputs
from jobs.api.queries import NoQuery
from jobs.api.views.base import JobView
from jobs.services.explain import describe_causes


class ExplainView(JobView):
    """What keeps the job from running."""

    @extend_schema(tags=["jobs"], operation_id="jobs_explain", responses=outputs.ExplainOut)
    def get(self, request: Request, job_id: UUID) -> Response:
        """Every cause that holds now, each with its fix; of a job that runs or has ended, just that."""
        queried(NoQuery, request)
        return Response(describe_causes(current_user(request), self.job(request, job_id)))

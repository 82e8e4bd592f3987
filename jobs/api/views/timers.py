"""The caller's timer on a manual job."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.requests import current_user, queried, validated
from jobs.api import outputs
from jobs.api import time_shapes as shapes
from jobs.api.inputs import NothingIn
from jobs.api.queries import NoQuery
from jobs.api.views.base import JobView
from jobs.api.views.controls import told
from jobs.services.timers import start_timer, stop_timer


class StartTimerView(JobView):
    @extend_schema(
        tags=["manual jobs"],
        operation_id="jobs_start_timer",
        request=shapes.StartTimerIn,
        responses=outputs.ControlledOut,
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        """Let your timer run on the job, which is in your hands from then on.

        409 while it runs on another job, unless `stop_other` stops that one. The job's owner and its assignee may.
        """
        queried(NoQuery, request)
        job, asked = self.job(request, job_id), validated(shapes.StartTimerIn, request)
        return told(start_timer(current_user(request), job.pk, **asked))


class StopTimerView(JobView):
    @extend_schema(tags=["manual jobs"], operation_id="jobs_stop_timer", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Stop your timer on the job, which stays begun until it is completed."""
        queried(NoQuery, request)
        validated(NothingIn, request)
        return told(stop_timer(current_user(request), job_id))

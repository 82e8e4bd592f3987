"""Cancel, retry, hold and resume; complete and reopen of manual jobs. Each may be sent again."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from accounts.api.requests import current_user, queried, validated
from accounts.api.throttles import SubmissionThrottle
from jobs.api import outputs
from jobs.api.inputs import NothingIn
from jobs.api.queries import NoQuery
from jobs.api.views.base import JobView
from jobs.services.detail import describe_in_full
from jobs.services.outcome import Action, Controlled, control_job


class _ControlView(JobView):
    """409 when the job's state rules the control out."""

    action: Action

    def act(self, request: Request, job_id: UUID) -> Response:
        queried(NoQuery, request)
        validated(NothingIn, request)
        return told(control_job(current_user(request), job_id, self.action))


def told(done: Controlled) -> Response:
    """What a control did, with the job after it."""
    return Response(
        {
            "job_id": str(done.job.pk),
            "outcome": done.outcome,
            "status": done.job.status,
            "job": describe_in_full(done.job),
        }
    )


class CancelView(_ControlView):
    action = Action.CANCEL

    @extend_schema(tags=["jobs"], operation_id="jobs_cancel", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Cancel a waiting job at once; ask a running one to stop at its next safe point."""
        return self.act(request, job_id)


class HoldView(_ControlView):
    action = Action.HOLD

    @extend_schema(tags=["jobs"], operation_id="jobs_hold", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Keep a waiting job back; ask a running one to pause at its next safe point."""
        return self.act(request, job_id)


class ResumeView(_ControlView):
    action = Action.RESUME

    @extend_schema(tags=["jobs"], operation_id="jobs_resume", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Let a held job go on."""
        return self.act(request, job_id)


class RetryView(_ControlView):
    action = Action.RETRY

    def get_throttles(self) -> list[BaseThrottle]:
        return [SubmissionThrottle()]

    @extend_schema(tags=["jobs"], operation_id="jobs_retry", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Run a job again that ended without success, or a scheduled one now; finished steps are not paid again."""
        return self.act(request, job_id)


class CompleteView(_ControlView):
    action = Action.COMPLETE

    @extend_schema(tags=["manual jobs"], operation_id="jobs_complete", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Complete a manual job that is pending or begun; timers on it stop. Its owner and its assignee may."""
        return self.act(request, job_id)


class ReopenView(_ControlView):
    action = Action.REOPEN

    @extend_schema(tags=["manual jobs"], operation_id="jobs_reopen", request=None, responses=outputs.ControlledOut)
    def post(self, request: Request, job_id: UUID) -> Response:
        """Open a completed manual job again. Jobs that waited for it and have gone on stay as they are."""
        return self.act(request, job_id)

"""A job once more."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.requests import current_user, queried, validated
from accounts.api.throttles import SubmissionThrottle
from jobs.api import outputs
from jobs.api.inputs import NothingIn
from jobs.api.queries import NoQuery
from jobs.api.views.base import JobView
from jobs.services.duplicate import duplicate_job
from jobs.services.receipt import receipt


class DuplicateView(JobView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_duplicate",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=None,
        responses={200: outputs.SubmittedOut, 202: outputs.SubmittedOut},
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        """Queue a new job of the same kind and payload; the old one stays as it is. `Location` is its address."""
        queried(NoQuery, request)
        validated(NothingIn, request)
        submitted = duplicate_job(current_user(request), job_id, idempotency_key=idempotency_key(request))
        answer = receipt(submitted, wait_seconds=seconds_to_wait(request))
        return Response(answer.body, status=answer.status, headers=answer.headers)

"""One job: read, change, delete."""

from __future__ import annotations

import hashlib
from typing import cast
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.headers import IF_NONE_MATCH, PREFER, seconds_to_wait
from accounts.api.requests import current_user, queried, validated
from jobs.api import examples, outputs
from jobs.api.inputs import JobPatchIn
from jobs.api.queries import NoQuery
from jobs.api.views.base import JobView
from jobs.models import Job
from jobs.money import nano
from jobs.services import JobChanges, delete_job, update_job
from jobs.services.assignment import check_assignee
from jobs.services.detail import describe_in_full
from jobs.services.wait import wait_until_final


class OneJobView(JobView):
    """One job of the caller's."""

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_read",
        parameters=[PREFER, IF_NONE_MATCH],
        responses={
            200: outputs.JobOut,
            202: OpenApiResponse(outputs.JobOut, "It was waited for, and is not final yet."),
            304: OpenApiResponse(description="Nothing changed."),
        },
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        """With attempts, steps, usage, cost and the newest events."""
        queried(NoQuery, request)
        job = self.job(request, job_id)
        if seconds := seconds_to_wait(request):
            wait_until_final(job.pk, seconds)
            job = self.job(request, job_id)
            code = status.HTTP_200_OK if job.is_final else status.HTTP_202_ACCEPTED
            return Response(describe_in_full(job), status=code, headers={"Preference-Applied": f"wait={seconds}"})
        return _with_etag(request, job)

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_change",
        request=JobPatchIn,
        responses=outputs.JobOut,
        examples=[examples.CHANGES],
    )
    def patch(self, request: Request, job_id: UUID) -> Response:
        """Change what a live job says of itself; what is left out stays as it is. 409 once it is final."""
        queried(NoQuery, request)
        caller, job = current_user(request), self.job(request, job_id)
        asked = validated(JobPatchIn, request)
        if "assignee" in asked:
            asked["assignee_id"] = asked.pop("assignee")
            check_assignee(caller, asked["assignee_id"])
        if "max_cost_usd" in asked:
            cap = asked.pop("max_cost_usd")
            asked["max_cost_nano"] = None if cap is None else nano(cap)
        if asked:
            job = update_job(caller, job.pk, cast("JobChanges", asked))
        return Response(describe_in_full(job))

    @extend_schema(tags=["jobs"], operation_id="jobs_delete", request=None, responses={204: None})
    def delete(self, request: Request, job_id: UUID) -> Response:
        """Delete a final job with its events; what it cost stays in the books. 409 while it is live."""
        queried(NoQuery, request)
        delete_job(current_user(request), job_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _with_etag(request: Request, job: Job) -> HttpResponseBase:
    body = describe_in_full(job)
    etag = f'"{hashlib.sha256(JSONRenderer().render(body)).hexdigest()[:32]}"'
    answer = Response(body, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return get_conditional_response(request._request, etag=etag, response=answer) or answer  # noqa: SLF001 - DRF's own

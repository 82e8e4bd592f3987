"""The list of jobs, and submitting one."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.requests import current_user, queried, validated
from accounts.api.throttles import SubmissionThrottle
from jobs.api import examples, outputs
from jobs.api.inputs import JobIn
from jobs.api.listing import page_by_cursor, page_by_offset
from jobs.api.queries import JobQuery, NoQuery
from jobs.api.views.base import JobView, filters_of
from jobs.money import nano
from jobs.selectors.jobs import listed_jobs
from jobs.services import Submission, submit
from jobs.services.assignment import check_assignee
from jobs.services.receipt import receipt


class JobsView(JobView):
    """The caller's jobs."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(tags=["jobs"], operation_id="jobs_list", parameters=[JobQuery], responses=outputs.JobListOut)
    def get(self, request: Request) -> Response:
        """Newest first unless `ordering` says otherwise; top-level jobs unless children are asked for."""
        asked = queried(JobQuery, request)
        jobs = listed_jobs(current_user(request), filters_of(request, asked))
        order = {"ordering": asked["ordering"], "limit": asked["limit"]}
        if (cursor := asked.get("cursor")) is not None:
            return Response(page_by_cursor(jobs, request, **order, cursor=cursor))
        return Response(page_by_offset(jobs, request, **order, offset=asked.get("offset", 0)))

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_submit",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=JobIn,
        responses={200: outputs.SubmittedOut, 202: outputs.SubmittedOut},
        examples=[examples.SUBMISSION],
    )
    def post(self, request: Request) -> Response:
        """Queue a job of any kind. `Location` is its address."""
        queried(NoQuery, request)
        caller, asked = current_user(request), validated(JobIn, request)
        assignee = asked.pop("assignee", None)
        check_assignee(caller, assignee)
        cap = asked.pop("max_cost_usd", None)
        submitted = submit(
            Submission(
                owner_id=caller.pk,
                assignee_id=assignee,
                max_cost_nano=None if cap is None else nano(cap),
                idempotency_key=idempotency_key(request),
                **asked,
            )
        )
        answer = receipt(submitted, wait_seconds=seconds_to_wait(request))
        return Response(answer.body, status=answer.status, headers=answer.headers)

"""One action on many jobs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.requests import current_user, queried, validated
from accounts.api.throttles import SubmissionThrottle
from jobs.api import bulk_shapes as shapes
from jobs.api import examples, outputs
from jobs.api.queries import NoQuery
from jobs.api.views.base import JobView, filters_of
from jobs.queue.acted import BulkAction, tally
from jobs.selectors.filtering import Filters
from jobs.services.bulk import Chosen, act_in_bulk
from jobs.services.receipt import receipt


class BulkView(JobView):
    """On the caller's jobs."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_bulk",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=shapes.BulkIn,
        responses={
            200: OpenApiResponse(shapes.BulkOut, "Done, with an outcome for each job."),
            202: OpenApiResponse(outputs.SubmittedOut, "They are many: a job does it, and its result is as of 200."),
        },
        examples=[examples.BULK],
    )
    def post(self, request: Request) -> Response:
        """Retry, cancel, hold, resume or delete many jobs, by their ids or by the filters of the list.

        Each job is acted on by itself: one that cannot be says why, and the others go on. More jobs than a request
        should wait for are left to a job of the kind `bulk`, whose address is `Location`. A key (`Idempotency-Key`)
        names that job.
        """
        queried(NoQuery, request)
        asked = validated(shapes.BulkIn, request)
        action = BulkAction(asked["action"])
        key = idempotency_key(request)
        done = act_in_bulk(current_user(request), action, _chosen(request, asked), idempotency_key=key)
        if isinstance(done, list):
            return Response(tally(action, done))
        answer = receipt(done, wait_seconds=seconds_to_wait(request))
        return Response(answer.body, status=answer.status, headers=answer.headers)


def _chosen(request: Request, asked: dict[str, Any]) -> Chosen:
    if "filter" not in asked:
        return Chosen(ids=asked.get("ids"))
    try:
        filters = filters_of(request, asked["filter"])
    except ValidationError as error:
        raise ValidationError({"filter": error.detail}) from None
    if filters == Filters():
        raise ValidationError({"filter": ["This lets in all your jobs; name something, or send all: true instead."]})
    return Chosen(filters=filters)

"""Recurring jobs: list, create, read, change, pause, resume, run now, delete."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried, validated
from accounts.api.throttles import SubmissionThrottle
from jobs.api import examples, outputs
from jobs.api import schedule_shapes as shapes
from jobs.api.inputs import NothingIn
from jobs.api.queries import NoQuery, PageQuery
from jobs.models import Schedule
from jobs.selectors.schedules import visible_schedule, visible_schedules
from jobs.services import schedules
from jobs.services.describe_schedule import describe_schedule, describe_schedules
from jobs.services.receipt import receipt
from jobs.services.schedules import ScheduleFields


class _ScheduleView(APIView):
    """Answers 404 for a schedule that is missing and for somebody else's alike."""

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(Http404() if isinstance(exc, Schedule.DoesNotExist) else exc)


class SchedulesView(_ScheduleView):
    """The caller's recurring jobs."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["schedules"], operation_id="schedules_list", parameters=[PageQuery], responses=shapes.ScheduleListOut
    )
    def get(self, request: Request) -> Response:
        """By name, each with its next five times."""
        asked = queried(PageQuery, request)
        return Response(page_of(visible_schedules(current_user(request)), describe_schedules, request, **asked))

    @extend_schema(
        tags=["schedules"],
        operation_id="schedules_create",
        request=shapes.ScheduleIn,
        responses={201: shapes.ScheduleOut},
        examples=[examples.SCHEDULE],
    )
    def post(self, request: Request) -> Response:
        """Have a job made again and again. `Location` is the schedule's address. 409 when you have too many."""
        queried(NoQuery, request)
        caller, asked = current_user(request), validated(shapes.ScheduleIn, request)
        asked.setdefault("time_zone", caller.time_zone)
        body = describe_schedule(schedules.create_schedule(caller, cast("ScheduleFields", asked)))
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": body["links"]["self"]})


class OneScheduleView(_ScheduleView):
    """One recurring job of the caller's."""

    @extend_schema(tags=["schedules"], operation_id="schedules_read", responses=shapes.ScheduleOut)
    def get(self, request: Request, schedule_id: UUID) -> Response:
        """With its next five times, and why the last made no job."""
        queried(NoQuery, request)
        return Response(describe_schedule(visible_schedule(current_user(request), schedule_id)))

    @extend_schema(
        tags=["schedules"],
        operation_id="schedules_change",
        request=shapes.SchedulePatchIn,
        responses=shapes.ScheduleOut,
    )
    def patch(self, request: Request, schedule_id: UUID) -> Response:
        """Change what is named; jobs that it made already stay as they are."""
        queried(NoQuery, request)
        caller = current_user(request)
        found = visible_schedule(caller, schedule_id)
        asked = validated(shapes.SchedulePatchIn, request)
        changed = schedules.change_schedule(caller, found.pk, cast("ScheduleFields", asked)) if asked else found
        return Response(describe_schedule(changed))

    @extend_schema(tags=["schedules"], operation_id="schedules_delete", request=None, responses={204: None})
    def delete(self, request: Request, schedule_id: UUID) -> Response:
        """Delete the schedule; the jobs that it made stay."""
        queried(NoQuery, request)
        schedules.delete_schedule(current_user(request), schedule_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PauseView(_ScheduleView):
    @extend_schema(tags=["schedules"], operation_id="schedules_pause", request=None, responses=shapes.ScheduleOut)
    def post(self, request: Request, schedule_id: UUID) -> Response:
        """Make no more jobs until it is resumed. Pausing twice changes nothing."""
        queried(NoQuery, request)
        validated(NothingIn, request)
        return Response(describe_schedule(schedules.pause_schedule(current_user(request), schedule_id)))


class ResumeView(_ScheduleView):
    @extend_schema(tags=["schedules"], operation_id="schedules_resume", request=None, responses=shapes.ScheduleOut)
    def post(self, request: Request, schedule_id: UUID) -> Response:
        """Go on with the next time; what was missed meanwhile stays missed. Resuming twice changes nothing."""
        queried(NoQuery, request)
        validated(NothingIn, request)
        return Response(describe_schedule(schedules.resume_schedule(current_user(request), schedule_id)))


class RunView(_ScheduleView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["schedules"],
        operation_id="schedules_run",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=None,
        responses={200: outputs.SubmittedOut, 202: outputs.SubmittedOut},
    )
    def post(self, request: Request, schedule_id: UUID) -> Response:
        """Make its job now, paused or not; its times stay as they are."""
        queried(NoQuery, request)
        validated(NothingIn, request)
        key = idempotency_key(request)
        submitted = schedules.run_schedule(current_user(request), schedule_id, idempotency_key=key)
        answer = receipt(submitted, wait_seconds=seconds_to_wait(request))
        return Response(answer.body, status=answer.status, headers=answer.headers)

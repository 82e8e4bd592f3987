"""What people spent on a manual job: list, enter by hand, set right, take back."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried, validated
from jobs.api import time_shapes as shapes
from jobs.api.queries import NoQuery, PageQuery
from jobs.api.views.base import JobView
from jobs.selectors.time_entries import entries_of
from jobs.services.time_entries import EntryTimes, add_entry, correct_entry, delete_entry, describe_entries


class TimeEntriesView(JobView):
    """Of one job; one that workers do has none."""

    @extend_schema(
        tags=["manual jobs"],
        operation_id="jobs_time_entries",
        parameters=[PageQuery],
        responses=shapes.TimeEntryListOut,
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        """Everybody's, in the order in which they were made, each with what was set right in it by hand."""
        asked = queried(PageQuery, request)
        entries = entries_of(self.job(request, job_id).pk)
        return Response(page_of(entries, describe_entries, request, **asked))

    @extend_schema(
        tags=["manual jobs"],
        operation_id="jobs_add_time_entry",
        request=shapes.TimeEntryIn,
        responses={201: shapes.TimeEntryOut},
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        """Enter that you worked on it then. The job's state stays as it is; a completed one takes entries too."""
        queried(NoQuery, request)
        job, asked = self.job(request, job_id), validated(shapes.TimeEntryIn, request)
        entry = add_entry(current_user(request), job.pk, **asked)
        return Response(entry, status=status.HTTP_201_CREATED, headers={"Location": entry["links"]["self"]})


class OneTimeEntryView(JobView):
    """Owners of the job may set right all of its entries, an assignee their own."""

    @extend_schema(
        tags=["manual jobs"],
        operation_id="jobs_correct_time_entry",
        request=shapes.TimeEntryPatchIn,
        responses=shapes.TimeEntryOut,
    )
    def patch(self, request: Request, job_id: UUID, number: int) -> Response:
        """Set its times right; what is left out stays. Who did it, when, and what was there before is kept."""
        queried(NoQuery, request)
        job = self.job(request, job_id)
        changes = cast("EntryTimes", validated(shapes.TimeEntryPatchIn, request))
        return Response(correct_entry(current_user(request), job.pk, number, changes))

    @extend_schema(tags=["manual jobs"], operation_id="jobs_delete_time_entry", request=None, responses={204: None})
    def delete(self, request: Request, job_id: UUID, number: int) -> Response:
        """Count it no more; the job's log tells what it was."""
        queried(NoQuery, request)
        delete_entry(current_user(request), job_id, number)
        return Response(status=status.HTTP_204_NO_CONTENT)

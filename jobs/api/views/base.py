"""What all views of jobs share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import current_user
from jobs.handlers import registry
from jobs.models import Job, TimeEntry
from jobs.selectors.filtering import Filters
from jobs.selectors.jobs import workable_job
from jobs.services.kinds import unknown_kinds


class JobView(APIView):
    """Answers 404 for a job that is missing and for somebody else's alike."""

    def handle_exception(self, exc: Exception) -> Response:
        is_missing = isinstance(exc, (Job.DoesNotExist, TimeEntry.DoesNotExist))
        return super().handle_exception(Http404() if is_missing else exc)

    def job(self, request: Request, job_id: UUID) -> Job:
        """The job of the address, if the caller may see it."""
        return workable_job(current_user(request), job_id)


def filters_of(request: Request, asked: Mapping[str, Any]) -> Filters:
    """The filters among the query's parameters, with `me` and `none` told; ValidationError names unknown kinds."""
    if unknown := unknown_kinds(current_user(request), asked.get("kind", ())):
        there = ", ".join(registry.kinds())
        raise ValidationError({"kind": [f"There is no kind {', '.join(unknown)}; the kinds are {there}."]})
    known = {name: asked[name] for name in Filters.__slots__ if name in asked}
    match known.pop("assignee", None):
        case None:
            return Filters(**known)
        case "none":
            return Filters(**known, assigned=False)
        case "me":
            return Filters(**known, assignee=current_user(request).pk)
        case assignee:
            return Filters(**known, assignee=assignee)

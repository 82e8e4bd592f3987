"""The files that a job made."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.files import attached
from accounts.api.paging import page_of
from accounts.api.requests import queried
from jobs.api import outputs
from jobs.api.queries import NoQuery, PageQuery
from jobs.api.views.base import JobView
from jobs.models import Artefact
from jobs.selectors.artefacts import artefact_of, artefacts_of
from jobs.services.artefacts import describe_artefacts


class ArtefactsView(JobView):
    """What the job attached, and its result when that is too large for its row."""

    @extend_schema(
        tags=["jobs"], operation_id="jobs_artefacts", parameters=[PageQuery], responses=outputs.ArtefactListOut
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        """By name, without their content."""
        asked = queried(PageQuery, request)
        return Response(page_of(artefacts_of(self.job(request, job_id).pk), describe_artefacts, request, **asked))


class OneArtefactView(JobView):
    """One file."""

    @extend_schema(
        tags=["jobs"],
        operation_id="jobs_artefact",
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file, to be kept.")},
    )
    def get(self, request: Request, job_id: UUID, artefact_id: UUID) -> HttpResponseBase:
        """The file as it is, of its own media type; `ETag` is its SHA-256, so that what you have is not sent again."""
        queried(NoQuery, request)
        try:
            artefact = artefact_of(self.job(request, job_id).pk, artefact_id)
        except Artefact.DoesNotExist:
            raise Http404 from None
        etag = f'"{artefact.digest}"'
        answer = attached(bytes(artefact.content), artefact.media_type, artefact.name)
        answer["ETag"] = etag
        answer["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request._request, etag=etag, response=answer) or answer  # noqa: SLF001 - DRF's own

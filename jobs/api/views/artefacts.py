"""The files that a job made."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.headers import IF_NONE_MATCH
from accounts.api.paging import page_of
from accounts.api.requests import queried
from jobs.api import outputs
from jobs.api.queries import NoQuery, PageQuery
from jobs.api.views.base import JobView
from jobs.models import Artefact
from jobs.selectors.artefacts import artefacts_of
from jobs.services.artefacts import describe_artefacts
from jobs.services.download import download


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
        parameters=[IF_NONE_MATCH],
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file, to be kept."),
            304: OpenApiResponse(description="Nothing changed."),
        },
    )
    def get(self, request: Request, job_id: UUID, artefact_id: UUID) -> HttpResponseBase:
        """To be saved; what a browser could run is called `application/octet-stream`. `ETag` is the SHA-256."""
        queried(NoQuery, request)
        job = self.job(request, job_id)
        try:
            return download(request._request, job.pk, artefact_id)  # noqa: SLF001 - DRF's own
        except Artefact.DoesNotExist:
            raise Http404 from None

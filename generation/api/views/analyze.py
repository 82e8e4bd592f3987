"""Asking for the analysis of a document, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.files import attached, attached_in_pieces
from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.negotiation import AsFile
from accounts.api.paging import address
from accounts.api.requests import current_user, queried
from accounts.api.throttles import SubmissionThrottle
from generation.api import analysis_shapes as shapes
from generation.api.analysis_body import read_body
from generation.api.document_parsers import DocumentForm, DocumentJson, refuse_too_long
from generation.api.serializers import SUBMITTED
from generation.api.views.one_document import kept
from generation.selectors.analyses import analysis_job, describe_analysis
from generation.services.analysis_files import errors_file, report_file, result_file
from generation.services.analyze import analyze
from jobs.services.receipt import receipt
from jobs.services.wait import wait_until_final

_FILE = {(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file, to be kept.")}


class NoReport(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "There is no report: the analysis is at work, or no part of it is done; see the analysis itself."


class AnalyzeView(APIView):
    """Asks for an analysis."""

    parser_classes = (DocumentJson, DocumentForm)
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["documents"],
        operation_id="analyze",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request={
            "application/json": shapes.body_schema(is_form=False),
            "multipart/form-data": shapes.body_schema(is_form=True),
        },
        examples=[shapes.EXAMPLE],
        responses={200: SUBMITTED, 202: SUBMITTED},
    )
    def post(self, request: Request) -> Response:
        """Queue the analysis of `text`, a `file` or a stored document. It is read, split and worked after the answer.

        In a form, numbers, booleans and objects are written as JSON, and `questions` may be given several times.
        """
        refuse_too_long(request)
        user = current_user(request)
        body = read_body(request.data, idempotency_key(request))
        document_id = body.document_id or kept(user, file=body.file, text=body.text, name=body.name).document.pk
        submitted = analyze(user.pk, document_id, body.options, body.told)
        answer = receipt(submitted, wait_seconds=seconds_to_wait(request))
        told = answer.body | {"document_id": str(document_id)}
        told["links"] = told["links"] | {"analysis": f"/api/v1/analyze/{submitted.job.pk}"}
        return Response(told, status=answer.status, headers=answer.headers)


class AnalysisView(APIView):
    """One analysis."""

    @extend_schema(
        tags=["documents"],
        operation_id="analyze_read",
        parameters=[shapes.AnalysisQuery, PREFER],
        responses={200: shapes.AnalysisOut, 202: shapes.AnalysisOut},
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        """How far it is, and the parts that have ended: results and gaps in the document's order, a page at a time."""
        asked = queried(shapes.AnalysisQuery, request)
        job, is_late, headers = own_analysis(request, job_id), False, {}
        if wait := seconds_to_wait(request):
            is_late = not wait_until_final(job.pk, wait)
            job, headers = own_analysis(request, job_id), {"Preference-Applied": f"wait={wait}"}
        told = describe_analysis(job, **asked)
        following = told.pop("next_after")
        told["next"] = None if following is None else address(request, after=following)
        code = status.HTTP_202_ACCEPTED if is_late else status.HTTP_200_OK
        return Response(told, status=code, headers=headers)


class AnalysisFileView(APIView):
    """Base of the files."""

    content_negotiation_class = AsFile


class AnalysisResultView(AnalysisFileView):
    """All of it."""

    @extend_schema(tags=["documents"], operation_id="analyze_result", responses=_FILE)
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        """The analysis with all results and gaps so far, as JSON of any length."""
        job = own_analysis(request, job_id)
        return _as_json(request, result_file(job), f"analysis-{job.pk}.json")


class AnalysisErrorsView(AnalysisFileView):
    """What failed."""

    @extend_schema(tags=["documents"], operation_id="analyze_errors", responses=_FILE)
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        """The errors of all parts that have failed so far, as JSON of any length."""
        job = own_analysis(request, job_id)
        return _as_json(request, errors_file(job), f"errors-{job.pk}.json")


class AnalysisReportView(AnalysisFileView):
    """For people."""

    @extend_schema(tags=["documents"], operation_id="analyze_report", responses=_FILE)
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        """The report as Markdown; 409 until the analysis has ended, and where no part of it is done.

        Of one that failed or was cancelled it has what the finished parts found, and says so.
        """
        job = own_analysis(request, job_id)
        report = report_file(job)
        if report is None:
            raise NoReport
        return attached(report.encode(), "text/markdown; charset=utf-8", f"report-{job.pk}.md")


def _as_json(request: Request, pieces: Iterator[str], name: str) -> HttpResponseBase:
    return attached_in_pieces(request._request, pieces, "application/json", name)  # noqa: SLF001 - DRF's own


def own_analysis(request: Request, job_id: UUID) -> Any:
    """The caller's analysis; 404 for one that is missing, not theirs, or a job of another kind."""
    try:
        return analysis_job(current_user(request), job_id)
    except ObjectDoesNotExist:
        raise Http404 from None

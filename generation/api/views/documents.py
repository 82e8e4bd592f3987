"""Documents: keep, list, read, save, delete."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.api.headers import IF_NONE_MATCH
from accounts.api.negotiation import AsFile
from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried, validated
from accounts.api.throttles import SubmissionThrottle
from generation.api import document_shapes as shapes
from generation.api.document_parsers import DocumentForm, DocumentJson, refuse_too_long
from generation.api.views.one_document import NotRead, kept, missing_is_404, refused_by_field
from generation.selectors.documents import (
    describe_document,
    describe_documents,
    document_of,
    documents_of,
    text_between,
)
from generation.services.document_file import document_download
from generation.services.documents import delete_document


class DocumentsView(APIView):
    """The caller's documents."""

    parser_classes = (DocumentJson, DocumentForm)

    def get_throttles(self) -> list[BaseThrottle]:
        return [SubmissionThrottle()] if self.request.method == "POST" else []

    @extend_schema(
        tags=["documents"],
        operation_id="documents_list",
        parameters=[shapes.DocumentsQuery],
        responses=shapes.DocumentListOut,
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        asked = queried(shapes.DocumentsQuery, request)
        limit, offset = asked.pop("limit"), asked.pop("offset")
        documents = documents_of(current_user(request).pk, **asked)
        return Response(page_of(documents, describe_documents, request, limit=limit, offset=offset))

    @extend_schema(
        tags=["documents"],
        operation_id="documents_create",
        request={"application/json": shapes.DocumentIn, "multipart/form-data": shapes.DocumentIn},
        examples=[shapes.TEXT_EXAMPLE],
        responses={201: shapes.StoredOut, 200: shapes.StoredOut},
    )
    def post(self, request: Request) -> Response:
        """Keep a document, to be analysed by its id; 200 where you had sent the same bytes before."""
        refuse_too_long(request)
        stored = kept(current_user(request), **validated(shapes.DocumentIn, request))
        told = describe_document(stored.document)
        code = status.HTTP_201_CREATED if stored.is_new else status.HTTP_200_OK
        return Response(told | {"is_new": stored.is_new}, status=code, headers={"Location": told["links"]["self"]})


class DocumentView(APIView):
    """One document."""

    @extend_schema(tags=["documents"], operation_id="documents_read", responses=shapes.DocumentOut)
    def get(self, request: Request, document_id: UUID) -> Response:
        """What it is; its text and its bytes have addresses of their own."""
        with missing_is_404():
            return Response(describe_document(document_of(current_user(request).pk, document_id)))

    @extend_schema(tags=["documents"], operation_id="documents_delete", responses={204: None})
    def delete(self, request: Request, document_id: UUID) -> Response:
        """With its text; 409 while unfinished jobs need it. What analyses have found stays with them."""
        with missing_is_404(), refused_by_field("document_id"):
            delete_document(current_user(request).pk, document_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DocumentTextView(APIView):
    """A span of a document's text."""

    @extend_schema(
        tags=["documents"],
        operation_id="documents_text",
        parameters=[shapes.SpanQuery],
        responses=shapes.DocumentTextOut,
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        """The characters from `start` to `end`, as chunks and gaps name them; 409 until a job has read the document."""
        with missing_is_404():
            document = document_of(current_user(request).pk, document_id)
        span = queried(shapes.SpanQuery, request)
        if document.read_at is None:
            raise NotRead
        text = text_between(document.pk, span["start"], span["end"])
        return Response(
            {
                "document_id": str(document.pk),
                "start": span["start"],
                "end": span["start"] + len(text),
                "text_length": document.text_length,
                "text": text,
            }
        )


class DocumentContentView(APIView):
    """The file."""

    content_negotiation_class = AsFile

    @extend_schema(
        tags=["documents"],
        operation_id="documents_content",
        parameters=[IF_NONE_MATCH],
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file, to be kept."),
            304: OpenApiResponse(description="Nothing changed."),
        },
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        """As it came, to be saved; what a browser could run is called `application/octet-stream`."""
        with missing_is_404():
            return document_download(request._request, current_user(request).pk, document_id)  # noqa: SLF001 - DRF's own

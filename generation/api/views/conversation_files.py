"""Conversations as files."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.files import attached_in_pieces
from accounts.api.negotiation import AsFile
from accounts.api.requests import current_user, queried
from generation.api import chat_shapes as shapes
from generation.api.views.chat import conversation_faults
from generation.services.conversations.exporting import export


class ConversationExportView(APIView):
    """One conversation as a file."""

    content_negotiation_class = AsFile

    @extend_schema(
        tags=["conversations"],
        operation_id="conversations_export",
        parameters=[shapes.ConversationExportQuery],
        responses={(200, "application/jsonl"): OpenApiTypes.STR, (200, "text/markdown"): OpenApiTypes.STR},
    )
    def get(self, request: Request, conversation_id: UUID) -> HttpResponseBase:
        """`jsonl`: a line for the conversation and one for all that was said, alternatives too; `markdown`: to read."""
        asked = queried(shapes.ConversationExportQuery, request)
        with conversation_faults():
            file = export(current_user(request).pk, conversation_id, asked["format"])
        return attached_in_pieces(request._request, file.pieces, file.media_type, file.name)  # noqa: SLF001 - DRF's own

"""Pictures sent for cards that are yet to be asked for."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.headers import IF_NONE_MATCH
from accounts.api.negotiation import AsFile
from accounts.api.requests import current_user
from accounts.api.throttles import SubmissionThrottle
from generation.api import serializers
from generation.api.parsers import CardForm, sent_file
from generation.api.views.one_card import missing_is_404, refused_by_field
from generation.errors import BadPicture
from generation.services.card_file import upload_at
from generation.services.upload_picture import upload_picture


class UploadsView(APIView):
    """Takes a picture."""

    parser_classes = (CardForm,)
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["generation"],
        operation_id="generation_uploads",
        request={
            "multipart/form-data": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "PNG, JPEG, WEBP or GIF."}
                },
            },
        },
        responses={201: serializers.UploadedOut},
    )
    def post(self, request: Request) -> Response:
        """Keep a picture, made anew as a PNG of at most 2,048 pixels a side; its id goes into `avatar_upload`."""
        content = sent_file(request)
        with refused_by_field():
            try:
                asset = upload_picture(current_user(request).pk, content)
            except BadPicture as fault:
                raise ValidationError({"file": [str(fault)]}) from None
        body = {
            "upload_id": str(asset.pk),
            "media_type": asset.media_type,
            "size": asset.size,
            "sha256": asset.sha256,
            "links": {"thumbnail": reverse("api-upload-thumbnail", args=[asset.pk])},
        }
        return Response(body, status=status.HTTP_201_CREATED)


class UploadThumbnailView(APIView):
    """A picture that was sent, small."""

    content_negotiation_class = AsFile

    @extend_schema(
        tags=["generation"],
        parameters=[IF_NONE_MATCH],
        responses={
            (200, "image/webp"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="Nothing changed."),
        },
    )
    def get(self, request: Request, upload_id: UUID) -> HttpResponseBase:
        """A WEBP of 256 x 384 pixels, as a card with this picture is shown; it may be kept for long."""
        with missing_is_404():
            return upload_at(request._request, current_user(request).pk, upload_id)  # noqa: SLF001 - DRF's own

"""Cards as files: written in a format, what that would lose, their picture and the other files they hold."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.api.files import attached
from accounts.api.headers import IF_NONE_MATCH
from accounts.api.negotiation import AsFile
from accounts.api.requests import current_user, queried
from accounts.api.throttles import SubmissionThrottle
from generation.api import serializers
from generation.api.parsers import CardForm, sent_file
from generation.api.views.one_card import missing_is_404, own_card, refused_by_field
from generation.errors import BadPicture
from generation.models.rendition import PORTRAIT, THUMBNAIL
from generation.services.card_file import asset_download, picture_at
from generation.services.change_picture import change_picture
from generation.services.export_card import export_card, losses_of

MADE_OF = OpenApiParameter(
    "v", str, description="As a card's `links` have it. While the picture is still made of that, it is kept for long."
)


class CardExportView(APIView):
    """One card as a file."""

    content_negotiation_class = AsFile

    @extend_schema(
        tags=["generation"],
        parameters=[serializers.ExportQuery],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "image/png"): OpenApiTypes.BINARY,
            (200, "application/zip"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, card_id: UUID) -> HttpResponse:
        """V2 or V3 as JSON, a PNG that carries the standards the card was made for, or a CHARX with all its files."""
        card = own_card(request, card_id)
        asked = queried(serializers.ExportQuery, request)
        with refused_by_field():
            file = export_card(card, asked["format"])
        return attached(file.content, file.content_type, file.name)


class CardLossesView(APIView):
    """What a format has no place for."""

    content_negotiation_class = AsFile

    @extend_schema(tags=["generation"], parameters=[serializers.ExportQuery], responses=serializers.LossesOut)
    def get(self, request: Request, card_id: UUID) -> Response:
        """Sentences about what the card has and its file in `format` would not have; none means all is in it."""
        card = own_card(request, card_id)
        form = queried(serializers.ExportQuery, request)["format"]
        with refused_by_field():
            return Response({"format": form, "losses": losses_of(card, form)[form]})


class CardPortraitView(APIView):
    """The picture of one card, without its data."""

    content_negotiation_class = AsFile
    parser_classes = (CardForm,)

    def get_throttles(self) -> list[BaseThrottle]:
        return [SubmissionThrottle()] if self.request.method == "PUT" else super().get_throttles()

    @extend_schema(
        tags=["generation"],
        parameters=[MADE_OF, IF_NONE_MATCH],
        responses={
            (200, "image/png"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="Nothing changed."),
        },
    )
    def get(self, request: Request, card_id: UUID) -> HttpResponseBase:
        """A PNG of 400 x 600 pixels: its own picture, or one that is drawn for it."""
        return picture_at(request._request, own_card(request, card_id), PORTRAIT)  # noqa: SLF001 - DRF's own

    @extend_schema(
        tags=["generation"],
        operation_id="generation_cards_portrait_change",
        request={
            "multipart/form-data": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "PNG, JPEG, WEBP or GIF."}
                },
            },
        },
        responses={204: None},
    )
    def put(self, request: Request, card_id: UUID) -> HttpResponse:
        """Give the card another picture, made anew as a PNG of at most 2,048 pixels a side."""
        content = sent_file(request)
        with missing_is_404(), refused_by_field():
            try:
                change_picture(current_user(request).pk, card_id, content)
            except BadPicture as fault:
                raise ValidationError({"file": [str(fault)]}) from None
        return HttpResponse(status=204)


class CardThumbnailView(APIView):
    """The picture of one card, small enough to show many."""

    content_negotiation_class = AsFile

    @extend_schema(
        tags=["generation"],
        parameters=[MADE_OF, IF_NONE_MATCH],
        responses={
            (200, "image/webp"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="Nothing changed."),
        },
    )
    def get(self, request: Request, card_id: UUID) -> HttpResponseBase:
        """A WEBP of 256 x 384 pixels, made once: the address in a card's `links` may be kept for long."""
        return picture_at(request._request, own_card(request, card_id), THUMBNAIL)  # noqa: SLF001 - DRF's own


class CardAssetView(APIView):
    """One file that a card holds."""

    @extend_schema(
        tags=["generation"],
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file, to be kept.")},
    )
    def get(self, request: Request, card_id: UUID, asset_id: UUID) -> HttpResponse:
        """As it came, to be saved; what a browser could run is called `application/octet-stream`."""
        with missing_is_404():
            return asset_download(current_user(request).pk, card_id, asset_id)

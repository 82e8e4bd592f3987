"""Cards: list, read, delete, take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pydantic
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.files import attached
from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried
from generation.api import serializers
from generation.cards import portrait, v3
from generation.cards.card import CardData
from generation.cards.export import export
from generation.models import Card
from generation.selectors.cards import card_of, cards_of, describe_card, describe_cards
from generation.services.delete_card import delete_card


class Unreadable(APIException):
    """A row that an older or newer version wrote."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "This card's data does not fit the standard any more; it can be read but not exported."


class AsFile(BaseContentNegotiation):
    """A file has one type whatever `Accept` says, and `format` in the address is ours, not the renderer's."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(iter(parsers), None)


class CardsView(APIView):
    """The caller's cards."""

    @extend_schema(
        tags=["generation"],
        operation_id="generation_cards_list",
        parameters=[serializers.CardQuery],
        responses=serializers.CardListOut,
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        asked = queried(serializers.CardQuery, request)
        limit, offset = asked.pop("limit"), asked.pop("offset")
        cards = cards_of(current_user(request).pk, **asked)
        return Response(page_of(cards, describe_cards, request, limit=limit, offset=offset))


class CardView(APIView):
    """One card."""

    @extend_schema(tags=["generation"], responses=serializers.CardDetailOut)
    def get(self, request: Request, card_id: UUID) -> Response:
        """With the whole card and the options it was made with."""
        card = _card(request, card_id)
        document = {"spec": v3.SPEC, "spec_version": v3.SPEC_VERSION, "data": card.data}
        return Response(describe_card(card) | {"card": document, "options": card.options})

    @extend_schema(tags=["generation"], responses={204: None})
    def delete(self, request: Request, card_id: UUID) -> Response:
        """The job that made it stays."""
        with _missing_is_404():
            delete_card(current_user(request).pk, card_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CardExportView(APIView):
    """One card as a file."""

    content_negotiation_class = AsFile

    @extend_schema(
        tags=["generation"],
        parameters=[serializers.ExportQuery],
        responses={(200, "application/json"): OpenApiTypes.OBJECT, (200, "image/png"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, card_id: UUID) -> HttpResponse:
        """V2 or V3 as JSON, or a PNG that carries the standards the card was made for."""
        card = _card(request, card_id)
        asked = queried(serializers.ExportQuery, request)
        try:
            data = CardData.model_validate(card.data)
        except pydantic.ValidationError:
            raise Unreadable from None
        file = export(data, asked["format"], spec=card.spec, tone=card.tone)
        return attached(file.content, file.content_type, file.name)


class CardPortraitView(APIView):
    """The picture of one card, without its data."""

    content_negotiation_class = AsFile

    @extend_schema(tags=["generation"], responses={(200, "image/png"): OpenApiTypes.BINARY})
    def get(self, request: Request, card_id: UUID) -> HttpResponse:
        """A PNG of 400 x 600 pixels."""
        card = _card(request, card_id)
        response = HttpResponse(portrait.draw(card.name, card.tone), content_type="image/png")
        response["Cache-Control"] = "private, max-age=86400"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _card(request: Request, card_id: UUID) -> Card:
    with _missing_is_404():
        return card_of(current_user(request).pk, card_id)


@contextmanager
def _missing_is_404() -> Iterator[None]:
    try:
        yield
    except Card.DoesNotExist:
        raise Http404 from None

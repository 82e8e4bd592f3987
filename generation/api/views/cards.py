"""Cards: list, read, copy, delete."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.headers import ETAG, IF_MATCH, tags_to_match
from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried
from accounts.api.throttles import SubmissionThrottle
from generation.api import serializers
from generation.api.views.one_card import Changed, missing_is_404, own_card, refused_by_field
from generation.cards import v3
from generation.cards.stored import read
from generation.errors import EditedMeanwhile, UnreadableCard
from generation.models import Card
from generation.selectors.assets import describe_assets
from generation.selectors.cards import cards_of, describe_card, describe_cards
from generation.selectors.missing_files import missing_files
from generation.services.delete_card import delete_card
from generation.services.duplicate_card import duplicate_card
from generation.services.edit_card import edit_card, version_of
from jobs.errors import InvalidSubmission


class CardsView(APIView):
    """The caller's cards."""

    @extend_schema(
        tags=["generation"],
        operation_id="generation_cards_list",
        parameters=[serializers.CardQuery],
        responses=serializers.CardListOut,
    )
    def get(self, request: Request) -> Response:
        """Newest first, unless `ordering` says otherwise."""
        asked = queried(serializers.CardQuery, request)
        limit, offset = asked.pop("limit"), asked.pop("offset")
        cards = cards_of(current_user(request).pk, **asked)
        return Response(page_of(cards, describe_cards, request, limit=limit, offset=offset))


class CardView(APIView):
    """One card."""

    @extend_schema(tags=["generation"], parameters=[ETAG], responses=serializers.CardDetailOut)
    def get(self, request: Request, card_id: UUID) -> Response:
        """With the whole card and the options it was made with."""
        card = own_card(request, card_id)
        document = {"spec": v3.SPEC, "spec_version": v3.SPEC_VERSION, "data": card.data}
        more = {
            "card": document,
            **_standing(card),
            "options": card.options,
            "assets": describe_assets(card.pk),
        }
        return Response(describe_card(card) | more, headers={"ETag": f'"{version_of(card)}"'})

    @extend_schema(
        tags=["generation"],
        parameters=[IF_MATCH, ETAG],
        request=serializers.CARD_EDIT,
        responses={
            200: serializers.CardDetailOut,
            (412, "application/problem+json"): OpenApiResponse(
                serializers.PROBLEM, "Changed since it had the `ETag` of `If-Match`: read it again."
            ),
        },
    )
    def patch(self, request: Request, card_id: UUID) -> Response:
        """Change fields by hand; what the card said before stays as a revision. Fields left out stay as they are.

        With `If-Match` nothing is written over that you have not read.
        """
        if not isinstance(request.data, Mapping):
            raise ValidationError("Send a JSON object with the fields to change.")
        with missing_is_404(), refused_by_field():
            try:
                edit_card(current_user(request).pk, card_id, request.data, since=tags_to_match(request))
            except InvalidSubmission as error:
                raise ValidationError({field: [text] for field, text in error.errors.items()}) from None
            except EditedMeanwhile:
                raise Changed from None
        return self.get(request, card_id)

    @extend_schema(tags=["generation"], responses={204: None})
    def delete(self, request: Request, card_id: UUID) -> Response:
        """The job that made it stays."""
        with missing_is_404():
            delete_card(current_user(request).pk, card_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _standing(card: Card) -> dict[str, list[str]]:
    """What is wrong with the card's data, and what it lacks."""
    try:
        return {"faults": [], "warnings": missing_files(card, read(card.data))}
    except UnreadableCard as unreadable:
        return {"faults": list(unreadable.faults), "warnings": []}


class CardDuplicateView(APIView):
    """A second card like one that is there."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(tags=["generation"], request=None, responses={201: serializers.CardOut})
    def post(self, request: Request, card_id: UUID) -> Response:
        """A copy with files of its own and no job; `Location` is its address."""
        with missing_is_404(), refused_by_field():
            copy = duplicate_card(current_user(request).pk, card_id)
        told = describe_card(copy)
        return Response(told, status=status.HTTP_201_CREATED, headers={"Location": told["links"]["self"]})

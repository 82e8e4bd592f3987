"""What a card said over time, and going back to it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import current_user
from generation.api import serializers
from generation.api.views.one_card import missing_is_404, own_card, refused_by_field
from generation.cards import v3
from generation.models import CardRevision
from generation.selectors.cards import describe_card
from generation.selectors.revisions import Revision, describe_revision, revisions_of
from generation.services.edit_card import restore_revision


class CardRevisionsView(APIView):
    """The revisions of a card."""

    @extend_schema(
        tags=["generation"], operation_id="generation_cards_revisions_list", responses=serializers.CardRevisionsOut
    )
    def get(self, request: Request, card_id: UUID) -> Response:
        """Newest first, each with the fields that are not as in the one before."""
        card = own_card(request, card_id)
        return Response({"results": [describe_revision(card, one) for one in reversed(revisions_of(card))]})


class CardRevisionView(APIView):
    """One revision of a card."""

    @extend_schema(tags=["generation"], responses=serializers.CardRevisionDetailOut)
    def get(self, request: Request, card_id: UUID, number: int) -> Response:
        """With the whole card as it was, as a V3 document."""
        card = own_card(request, card_id)
        revision = _numbered(revisions_of(card), number)
        document = {"spec": v3.SPEC, "spec_version": v3.SPEC_VERSION, "data": revision.data}
        return Response(describe_revision(card, revision) | {"card": document})


class CardRestoreView(APIView):
    """Goes back to a revision."""

    @extend_schema(tags=["generation"], request=None, responses=serializers.CardOut)
    def post(self, request: Request, card_id: UUID, number: int) -> Response:
        """The card says again what it said then, as a new revision; nothing is lost."""
        with missing_is_404(), refused_by_field():
            try:
                card = restore_revision(current_user(request).pk, card_id, number)
            except CardRevision.DoesNotExist:
                raise Http404 from None
        return Response(describe_card(card))


def _numbered(revisions: list[Revision], number: int) -> Revision:
    for revision in revisions:
        if revision.number == number:
            return revision
    raise Http404

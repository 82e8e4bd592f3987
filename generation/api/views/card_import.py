"""Cards that others wrote, sent to be kept."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import current_user
from accounts.api.throttles import SubmissionThrottle
from generation.api import serializers
from generation.api.parsers import CardForm, CardJson, is_body, sent_file
from generation.cards.reading.errors import NotACard, NotJson
from generation.selectors.cards import links
from generation.services.import_card import Imported, import_card


class CardImportView(APIView):
    """Takes over a card."""

    parser_classes = (CardJson, CardForm)
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["generation"],
        operation_id="generation_cards_import",
        request={
            "application/json": {"type": "object", "description": "A card of V1, V2 or V3."},
            "multipart/form-data": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary", "description": "JSON, PNG or CHARX."}},
            },
        },
        responses={201: serializers.ImportedOut},
    )
    def post(self, request: Request) -> Response:
        """Keep a card of V1, V2 or V3 that comes as JSON, PNG or CHARX; the answer says what was not taken over."""
        content = sent_file(request)
        imported = _imported(request, content)
        addresses = links(imported.card)
        body = {
            "card_id": str(imported.card.pk),
            "losses": imported.losses,
            "warnings": imported.warnings,
            "links": addresses,
        }
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": addresses["self"]})


def _imported(request: Request, content: bytes) -> Imported:
    """400 for a JSON body that is none, 422 for what is no card."""
    try:
        return import_card(current_user(request).pk, content)
    except NotJson as fault:
        raise (ParseError(str(fault)) if is_body(request) else ValidationError({"file": [str(fault)]})) from None
    except NotACard as fault:
        raise ValidationError({"non_field_errors" if is_body(request) else "file": [str(fault)]}) from None

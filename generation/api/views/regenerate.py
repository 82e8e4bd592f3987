"""Chosen fields of a card, written anew."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.requests import current_user, validated
from accounts.api.throttles import SubmissionThrottle
from generation.api import serializers
from generation.api.views.one_card import missing_is_404
from generation.services.regenerate import regenerate
from jobs.services.receipt import receipt


class CardRegenerateView(APIView):
    """Asks for a card like this one with some fields written anew."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["generation"],
        operation_id="generation_cards_regenerate",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=serializers.RegenerateIn,
        responses={200: serializers.SUBMITTED, 202: serializers.SUBMITTED},
    )
    def post(self, request: Request, card_id: UUID) -> Response:
        """Queue a job that makes a new card; fields not named come back byte for byte, and this card stays."""
        asked = validated(serializers.RegenerateIn, request)
        changes = asked.get("options", {})
        if locked := [name for name in ("base_card", "keep_fields", "fields") if name in changes]:
            raise ValidationError({f"options.{name}": ["Set by this request; leave it out."] for name in locked})
        with missing_is_404():
            submitted = regenerate(
                current_user(request).pk,
                card_id,
                sorted(asked["fields"]),
                changes,
                idempotency_key=idempotency_key(request),
            )
        answer = receipt(submitted, wait_seconds=seconds_to_wait(request))
        return Response(answer.body, status=answer.status, headers=answer.headers)

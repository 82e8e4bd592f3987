"""What may be asked for, and asking for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.requests import current_user
from accounts.api.throttles import SubmissionThrottle
from generation.api import serializers
from generation.cards.options import describe, json_schema
from generation.services.generate import check_options, generate
from jobs.errors import InvalidSubmission
from jobs.money import nano
from jobs.services.receipt import receipt


class OptionsView(APIView):
    """Every option of a card."""

    @extend_schema(tags=["generation"], responses=serializers.OptionsOut)
    def get(self, request: Request) -> Response:
        """Groups of options with labels, help, limits and defaults, and the same as a JSON schema."""
        return Response({"groups": describe(), "schema": json_schema()})


class GenerateView(APIView):
    """Asks for a card."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["generation"],
        operation_id="generation_generate",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request={"application/json": serializers.generate_schema()},
        responses={200: serializers.SUBMITTED, 202: serializers.SUBMITTED},
    )
    def post(self, request: Request) -> Response:
        """Queue the generation of a card. Options stand at the top level; `Location` is the job's address."""
        options, submission = _parsed(request.data)
        cap = submission.pop("max_cost_usd", None)
        submitted = generate(
            current_user(request).pk,
            options,
            max_cost_nano=None if cap is None else nano(cap),
            idempotency_key=idempotency_key(request),
            **submission,
        )
        answer = receipt(submitted, wait_seconds=seconds_to_wait(request))
        return Response(answer.body, status=answer.status, headers=answer.headers)


def _parsed(body: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Options and submission fields of `body`; ValidationError names every bad one of both."""
    if not isinstance(body, Mapping):
        raise ValidationError("Send a JSON object with the options of the card.")
    form = serializers.SubmissionIn(data={key: body[key] for key in body if key in serializers.SubmissionIn().fields})
    options = {key: body[key] for key in body if key not in form.fields}
    errors: dict[str, Any] = {} if form.is_valid() else dict(form.errors)
    try:
        check_options(options)
    except InvalidSubmission as error:
        errors |= {field: [text] for field, text in error.errors.items()}
    if errors:
        raise ValidationError(errors)
    return options, dict(form.validated_data)

"""What was said: another reply, other words, enough of it."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key
from accounts.api.requests import current_user, validated
from accounts.api.throttles import SubmissionThrottle
from generation.api import chat_shapes as shapes
from generation.api.views.chat import conversation_faults, turn_entered
from generation.selectors.conversations import conversation_read
from generation.selectors.utterances import describe_utterances
from generation.services.conversations.branching import activate, edit, regenerate
from generation.services.conversations.stopping import stop

_TURN = {200: shapes.ChatOut, 202: shapes.ChatOut}


class RegenerateView(APIView):
    """Asks for another reply."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["conversations"],
        operation_id="utterances_regenerate",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=None,
        responses=_TURN,
    )
    def post(self, request: Request, utterance_id: UUID) -> Response:
        """An alternative to this reply, or to that to this message of yours; both are kept. 409 for a greeting."""
        with conversation_faults():
            sent = regenerate(current_user(request), utterance_id, idempotency_key=idempotency_key(request))
        return turn_entered(request, sent)


class EditView(APIView):
    """Says it otherwise."""

    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        tags=["conversations"],
        operation_id="utterances_edit",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=shapes.EditIn,
        responses=_TURN,
    )
    def post(self, request: Request, utterance_id: UUID) -> Response:
        """Other words in the place of this message of yours, with a reply to them; what came of the first is kept."""
        message = validated(shapes.EditIn, request)["message"]
        with conversation_faults():
            sent = edit(current_user(request), utterance_id, message, idempotency_key=idempotency_key(request))
        return turn_entered(request, sent)


class StopView(APIView):
    """Stops a reply."""

    @extend_schema(tags=["conversations"], operation_id="utterances_stop", request=None, responses=shapes.UtteranceOut)
    def post(self, request: Request, utterance_id: UUID) -> Response:
        """What was written until then is kept; nothing happens to a reply that is written."""
        with conversation_faults():
            (told,) = describe_utterances([stop(current_user(request), utterance_id)])
        return Response(told)


class ActivateView(APIView):
    """Goes to another alternative."""

    @extend_schema(
        tags=["conversations"],
        operation_id="utterances_activate",
        request=None,
        responses=shapes.ConversationDetailOut,
    )
    def post(self, request: Request, utterance_id: UUID) -> Response:
        """The conversation goes on from this one of the alternatives in its place, with what followed it there."""
        user = current_user(request)
        with conversation_faults():
            return Response(conversation_read(user.pk, activate(user, utterance_id).pk))

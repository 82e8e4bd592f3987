"""Saying something to a bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.api.headers import IDEMPOTENCY_KEY, PREFER, idempotency_key, seconds_to_wait
from accounts.api.requests import current_user, validated
from accounts.api.throttles import SubmissionThrottle
from generation.api import chat_shapes as shapes
from generation.errors import (
    BotGone,
    ConversationBegun,
    ConversationBusy,
    ConversationClosed,
    NothingToAnswer,
    UnreadableCard,
)
from generation.selectors.chat_options import chat_options
from generation.selectors.conversations import reply_text
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from jobs.services.receipt import receipt

_SETTINGS = ("model", "temperature", "max_cost_nano")
_FAULTS = (BotGone, ConversationBegun, ConversationBusy, ConversationClosed, NothingToAnswer, UnreadableCard)


class NotOpen(APIException):
    status_code = status.HTTP_409_CONFLICT


@contextmanager
def conversation_faults() -> Iterator[None]:
    """404 for what is missing or not the caller's, 409 for what cannot be gone on with."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None
    except _FAULTS as fault:
        raise NotOpen(str(fault)) from None


def turn_entered(request: Request, sent: Sent) -> Response:
    """202 with what was entered, or 200 with the reply where it was waited for."""
    answer = receipt(sent.submitted, wait_seconds=seconds_to_wait(request))
    base = f"/api/v1/conversations/{sent.conversation.pk}"
    told = {
        "conversation_id": str(sent.conversation.pk),
        "utterance_id": str(sent.utterance.pk),
        "reply_id": str(sent.reply.pk),
        "job_id": answer.body["job_id"],
        "status": answer.body["status"],
        "reply": reply_text(sent.reply.pk),
        "notice": sent.closed.notice if sent.closed else "",
        "links": {**answer.body["links"], "conversation": base},
    }
    return Response(told, status=answer.status, headers=answer.headers)


class ChatView(APIView):
    """Says something."""

    def get_throttles(self) -> list[BaseThrottle]:
        """What may be chosen is read as freely as anything else."""
        return [SubmissionThrottle()] if self.request.method == "POST" else super().get_throttles()

    @extend_schema(tags=["conversations"], operation_id="chat_options", responses=shapes.ChatOptionsOut)
    def get(self, request: Request) -> Response:
        """What may be chosen for a conversation: its model, and what holds where nothing is chosen."""
        return Response(chat_options())

    @extend_schema(
        tags=["conversations"],
        operation_id="chat",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=shapes.ChatIn,
        examples=[shapes.EXAMPLE],
        responses={200: shapes.ChatOut, 202: shapes.ChatOut},
    )
    def post(self, request: Request) -> Response:
        """Store the message and queue the reply; those to one conversation are written in the order of the messages.

        Naming another bot or card closes the conversation that is open. 409 for one that is closed.
        """
        said = _said(validated(shapes.ChatIn, request), idempotency_key(request))
        with conversation_faults():
            sent = say(current_user(request), said)
        return turn_entered(request, sent)


def _said(given: dict[str, Any], key: str | None) -> Said:
    settings = {name: given.pop(name) for name in _SETTINGS if name in given}
    return Said(**given, settings=settings, idempotency_key=key)

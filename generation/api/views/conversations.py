"""Conversations: list, read, close, open again."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried
from generation.api import chat_shapes as shapes
from generation.api.views.chat import conversation_faults
from generation.selectors.conversations import (
    conversation_of,
    conversation_read,
    conversations_of,
    describe_conversation,
    describe_conversations,
)
from generation.services.conversations.closing import close
from generation.services.conversations.opening import reopen


class ConversationsView(APIView):
    """The caller's conversations."""

    @extend_schema(
        tags=["conversations"],
        operation_id="conversations_list",
        parameters=[shapes.ConversationsQuery],
        responses=shapes.ConversationListOut,
    )
    def get(self, request: Request) -> Response:
        """Those last spoken in first."""
        conversations = conversations_of(current_user(request).pk)
        return Response(
            page_of(conversations, describe_conversations, request, **queried(shapes.ConversationsQuery, request))
        )


class ConversationView(APIView):
    """One conversation."""

    @extend_schema(
        tags=["conversations"],
        operation_id="conversations_read",
        parameters=[shapes.ConversationQuery],
        responses=shapes.ConversationDetailOut,
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """With the last of what was said in it; of alternatives the active ones."""
        asked = queried(shapes.ConversationQuery, request)
        with conversation_faults():
            return Response(conversation_read(current_user(request).pk, conversation_id, **asked))


class ConversationCloseView(APIView):
    """Closes one."""

    @extend_schema(
        tags=["conversations"], operation_id="conversations_close", request=None, responses=shapes.ConversationOut
    )
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """It stays to be read. Replies under way are still written."""
        owner_id = current_user(request).pk
        with conversation_faults():
            close(owner_id, conversation_id)
            return Response(describe_conversation(conversation_of(owner_id, conversation_id)))


class ConversationReopenView(APIView):
    """Opens one again."""

    @extend_schema(
        tags=["conversations"], operation_id="conversations_reopen", request=None, responses=shapes.ConversationOut
    )
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """The one that is open is closed, with a notice. 409 where the character's card was deleted."""
        with conversation_faults():
            return Response(describe_conversation(reopen(current_user(request).pk, conversation_id).conversation))

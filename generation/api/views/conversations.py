"""Conversations: list, read, rename, close, open again, delete."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried, validated
from generation.api import chat_shapes as shapes
from generation.api.views.chat import conversation_faults
from generation.selectors.conversations import (
    conversation_of,
    conversation_read,
    conversations_of,
    describe_conversation,
    describe_conversations,
)
from generation.services.conversations.changing import change
from generation.services.conversations.closing import close
from generation.services.conversations.deleting import delete_conversation
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
        asked = queried(shapes.ConversationsQuery, request)
        conversations = conversations_of(current_user(request).pk, q=asked.pop("q", ""))
        return Response(page_of(conversations, describe_conversations, request, **asked))


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

    @extend_schema(
        tags=["conversations"],
        operation_id="conversations_change",
        request=shapes.ConversationPatchIn,
        responses=shapes.ConversationOut,
    )
    def patch(self, request: Request, conversation_id: UUID) -> Response:
        """Another title, greeting, model, temperature or cap of its replies; what is left out stays."""
        changes = validated(shapes.ConversationPatchIn, request)
        with conversation_faults():
            return Response(describe_conversation(change(current_user(request).pk, conversation_id, changes)))

    @extend_schema(tags=["conversations"], operation_id="conversations_delete", responses={204: None})
    def delete(self, request: Request, conversation_id: UUID) -> Response:
        """With all that was said in it. Replies under way are cancelled first; what they cost stays counted."""
        with conversation_faults():
            delete_conversation(current_user(request), conversation_id)
        return Response(status=204)


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

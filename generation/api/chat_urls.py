"""Routes under /api/v1/ of conversations."""

from django.urls import path

from generation.api.views import chat, conversations

urlpatterns = [
    path("chat", chat.ChatView.as_view(), name="api-chat"),
    path("conversations", conversations.ConversationsView.as_view(), name="api-conversations"),
    path("conversations/<id:conversation_id>", conversations.ConversationView.as_view(), name="api-conversation"),
    path(
        "conversations/<id:conversation_id>/close",
        conversations.ConversationCloseView.as_view(),
        name="api-conversation-close",
    ),
    path(
        "conversations/<id:conversation_id>/reopen",
        conversations.ConversationReopenView.as_view(),
        name="api-conversation-reopen",
    ),
]

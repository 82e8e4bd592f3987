"""Routes under /api/v1/ of conversations."""

from django.urls import path

from generation.api.views import chat, conversation_files, conversations, utterances

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
        "conversations/<id:conversation_id>/export",
        conversation_files.ConversationExportView.as_view(),
        name="api-conversation-export",
    ),
    path(
        "conversations/<id:conversation_id>/reopen",
        conversations.ConversationReopenView.as_view(),
        name="api-conversation-reopen",
    ),
    path("utterances/<id:utterance_id>/regenerate", utterances.RegenerateView.as_view(), name="api-regenerate-reply"),
    path("utterances/<id:utterance_id>/edit", utterances.EditView.as_view(), name="api-edit-utterance"),
    path("utterances/<id:utterance_id>/activate", utterances.ActivateView.as_view(), name="api-activate-utterance"),
    path("utterances/<id:utterance_id>/stop", utterances.StopView.as_view(), name="api-stop-reply"),
]

"""Addresses of the sockets of conversations."""

from __future__ import annotations

from django.urls import path

from generation.live.consumers import ConversationSocket

sockets = [path("ws/conversations/<id:conversation_id>/", ConversationSocket.as_asgi())]

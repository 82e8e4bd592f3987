"""Addresses of the sockets."""

from __future__ import annotations

from channels.routing import URLRouter
from django.urls import path, re_path

from jobs.live.consumers import JobSocket, JobsSocket, UnknownSocket

websocket_router = URLRouter(
    [
        path("ws/jobs/", JobsSocket.as_asgi()),
        path("ws/jobs/<id:job_id>/", JobSocket.as_asgi()),
        re_path(r"", UnknownSocket.as_asgi()),
    ]
)

"""Addresses of the sockets of jobs."""

from __future__ import annotations

from django.urls import path

from jobs.live.consumers import JobSocket, JobsSocket

sockets = [
    path("ws/jobs/", JobsSocket.as_asgi()),
    path("ws/jobs/<id:job_id>/", JobSocket.as_asgi()),
]

"""Sockets of a served site as clients have them: by a browser's session, or by a ticket."""

from __future__ import annotations

import json

from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from accounts.services.tickets import issue
from tests.support.site import Site


def session_of(user) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def browser_socket(site: Site, user, path: str) -> ClientConnection:
    return connect(f"{site.ws}{path}", origin=Origin(site.http), additional_headers={"Cookie": session_of(user)})


def ticket_socket(site: Site, user, path: str) -> ClientConnection:
    return connect(f"{site.ws}{path}", subprotocols=[Subprotocol("stq"), Subprotocol(f"ticket.{issue(user)}")])


def received(socket: ClientConnection, until: str, within: float = 10.0) -> list[dict]:
    """Messages up to the first of type `until`."""
    messages: list[dict] = []
    while not messages or messages[-1]["type"] != until:
        messages.append(json.loads(socket.recv(timeout=within)))
    return messages


def closing(socket: ClientConnection) -> tuple[int, str]:
    """The code a socket is closed with (0 when the connection broke instead), and the message sent before it."""
    said = ""
    try:
        while True:
            said = json.loads(socket.recv(timeout=60)).get("message", "")
    except ConnectionClosed as closed:
        return (closed.rcvd.code if closed.rcvd else 0), said

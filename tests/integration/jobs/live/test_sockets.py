"""Sockets that must not stay open: after a fault, and after their person left."""

from __future__ import annotations

import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from django.test import Client

from accounts.selectors.access import session_stands, still_allowed
from accounts.services.tickets import issue
from jobs.live.consumers import LiveSocket
from tests.support.users import make_user


class BrokenSocket(LiveSocket):
    """Its database goes away after the first frame."""

    async def frames(self, user):
        yield '{"type": "snapshot"}'
        raise OperationalError("server closed the connection")


@pytest.mark.django_db(transaction=True)
class TestFrames:
    async def test_close_the_socket_when_they_cannot_go_on(self):
        user = await sync_to_async(make_user)()
        ticket = await sync_to_async(issue)(user)
        socket = WebsocketCommunicator(BrokenSocket.as_asgi(), "/ws/", subprotocols=["stq", f"ticket.{ticket}"])
        await socket.connect(timeout=10)
        assert "snapshot" == json.loads(await socket.receive_from(timeout=10))["type"]
        assert 4503 == json.loads(await socket.receive_from(timeout=10))["code"]
        assert {"type": "websocket.close", "code": 4503} == await socket.receive_output(timeout=10)
        await socket.disconnect()


@pytest.mark.django_db
class TestAccess:
    def test_ends_with_the_session(self):
        client = Client()
        client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
        key = client.session.session_key
        assert session_stands(key)
        client.logout()
        assert not session_stands(key)
        assert not session_stands(None)

    def test_ends_with_the_tokens(self):
        user = make_user()
        assert still_allowed(user.pk, 0)
        assert not still_allowed(user.pk, 1)

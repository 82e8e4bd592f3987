"""Sockets that must not stay open: after a fault, and after their person left."""

from __future__ import annotations

import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from django.test import Client

from accounts.models import User
from accounts.selectors.access import session_stands, still_allowed
from accounts.services import tokens
from accounts.services.tickets import issue
from config.sockets import websocket_router
from jobs.live.consumers import JobSocket, JobsSocket, LiveSocket
from jobs.queue import control
from jobs.services import update_job
from jobs.testing import enqueue, scripted
from tests.support.api import AUTH, api
from tests.support.users import make_staff, make_user


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
        await socket.connect(timeout=60)
        assert "snapshot" == json.loads(await socket.receive_from(timeout=60))["type"]
        assert 4503 == json.loads(await socket.receive_from(timeout=60))["code"]
        assert {"type": "websocket.close", "code": 4503} == await socket.receive_output(timeout=60)
        await socket.disconnect()


@pytest.fixture
def _soon(monkeypatch):
    """Sockets ask again at once whether they may stay open."""
    monkeypatch.setattr("jobs.live.consumers.RECHECK_SECONDS", 0.02)


def ticket_socket(socket, path: str, ticket: str, **url_kwargs) -> WebsocketCommunicator:
    communicator = WebsocketCommunicator(socket.as_asgi(), path, subprotocols=["stq", f"ticket.{ticket}"])
    communicator.scope["url_route"] = {"args": (), "kwargs": url_kwargs}
    return communicator


async def closing(socket: WebsocketCommunicator) -> int:
    """The code the server closes an open socket with, once it sent all it had."""
    while (said := await socket.receive_output(timeout=60))["type"] != "websocket.close":
        pass
    await socket.disconnect()
    return said["code"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_soon")
class TestRecheck:
    async def test_closes_the_socket_of_a_sign_in_that_was_ended_and_no_other(self):
        user = await sync_to_async(make_user)()
        ended, kept = [await sync_to_async(tokens.issue)(user) for _ in range(2)]
        sockets = []
        for pair in (ended, kept):
            answer = await sync_to_async(api(pair.access).post)(f"{AUTH}/ws-ticket")
            sockets.append(ticket_socket(JobsSocket, "/ws/jobs/", answer.json()["ticket"]))
            await sockets[-1].connect(timeout=60)
            assert "snapshot" == json.loads(await sockets[-1].receive_from(timeout=60))["type"]

        await sync_to_async(tokens.revoke)(ended.refresh)

        assert 4401 == await closing(sockets[0])
        assert await sockets[1].receive_nothing(timeout=0.1)
        await sockets[1].disconnect()

    async def test_closes_a_socket_on_anothers_job_once_its_staff_member_is_none(self):
        staff, owner = await sync_to_async(make_staff)(), await sync_to_async(make_user)()
        with scripted():
            job = await sync_to_async(enqueue)(owner.pk)
            ticket = await sync_to_async(issue)(staff)
            socket = ticket_socket(JobSocket, f"/ws/jobs/{job.pk}/", ticket, job_id=job.pk)
            await socket.connect(timeout=60)
            assert "snapshot" == json.loads(await socket.receive_from(timeout=60))["type"]

            await User.objects.filter(pk=staff.pk).aupdate(is_staff=False)

            assert 4404 == await closing(socket)


@pytest.mark.django_db(transaction=True)
class TestCursor:
    async def test_that_is_ahead_of_the_job_hears_what_comes_next(self):
        owner = await sync_to_async(make_user)()
        with scripted():
            job = await sync_to_async(enqueue)(owner.pk)
        ticket = await sync_to_async(issue)(owner)
        socket = ticket_socket(JobSocket, f"/ws/jobs/{job.pk}/", ticket, job_id=job.pk)
        socket.scope["query_string"] = b"after=100000"
        await socket.connect(timeout=60)
        assert 1 == json.loads(await socket.receive_from(timeout=60))["seq"]
        await socket.disconnect()


@pytest.mark.django_db(transaction=True)
class TestAssigned:
    async def test_tasks_of_others_come_in_frames_of_their_own(self):
        """A list of one's own jobs must not take them for its own."""
        giver, person = await sync_to_async(make_user)(), await sync_to_async(make_user)()
        socket = ticket_socket(JobsSocket, "/ws/jobs/", await sync_to_async(issue)(person))
        await socket.connect(timeout=60)
        assert {"type": "snapshot", "jobs": []} == json.loads(await socket.receive_from(timeout=60))
        give = sync_to_async(lambda: enqueue(giver.pk, "manual", title="Given", assignee_id=person.pk))
        job = await give()
        frame = json.loads(await socket.receive_from(timeout=60))
        assert ("assigned", ["Given"], []) == (frame["type"], [told["title"] for told in frame["jobs"]], frame["gone"])
        await sync_to_async(control.complete)(job.pk)
        frame = json.loads(await socket.receive_from(timeout=60))
        assert (["completed"], [str(job.pk)]) == ([told["status"] for told in frame["jobs"]], frame["gone"])
        await socket.disconnect()

    async def test_tasks_that_are_taken_away_are_told_by_their_ids_alone(self):
        giver, person = await sync_to_async(make_user)(), await sync_to_async(make_user)()
        give = sync_to_async(lambda: enqueue(giver.pk, "manual", title="Given", assignee_id=person.pk))
        job = await give()
        socket = ticket_socket(JobsSocket, "/ws/jobs/", await sync_to_async(issue)(person))
        await socket.connect(timeout=60)
        kinds = [json.loads(await socket.receive_from(timeout=60))["type"] for _ in range(2)]
        assert ["snapshot", "assigned"] == kinds
        await sync_to_async(update_job)(giver, job.pk, {"assignee_id": None})
        frame = json.loads(await socket.receive_from(timeout=60))
        assert {"type": "assigned", "jobs": [], "gone": [str(job.pk)]} == frame
        await socket.disconnect()


class TestUnknownSocket:
    async def test_says_why_it_closes(self):
        socket = WebsocketCommunicator(websocket_router, "/ws/jobs/zz/")
        await socket.connect(timeout=60)
        assert 4404 == json.loads(await socket.receive_from(timeout=60))["code"]
        assert 4404 == await closing(socket)


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

"""The socket of a conversation: what it tells of replies under way, and of what else changes."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import connection

from accounts.models import User
from accounts.services.tickets import issue
from config.sockets import websocket_router
from generation.models import Conversation, Utterance
from generation.services.conversations.branching import activate, regenerate
from generation.services.conversations.changing import change
from generation.services.conversations.closing import close
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from generation.services.conversations.stopping import stop
from jobs.models import JobLog
from jobs.services import retry_job
from jobs.testing import drain
from tests.support.conversations import talk
from tests.support.talker import talking
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PIECES = ("Well ", "met, ", "stranger.")


class Listener:
    """A client of the socket; `heard` is every frame in order."""

    def __init__(self, socket: WebsocketCommunicator) -> None:
        self.socket = socket
        self.heard: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        self.heard.append(json.loads(await self.socket.receive_from(timeout=60)))
        return self.heard[-1]

    async def until(self, of: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while not of(await self.next()):
            pass
        return self.heard[-1]

    async def until_written(self, reply: Utterance) -> None:
        def is_told(frame: dict[str, Any]) -> bool:
            said = {row["id"]: row["state"] for row in frame.get("utterances", ())}
            return said.get(str(reply.pk), "awaited") != "awaited"

        await self.until(is_told)

    @property
    def cursors(self) -> list[str]:
        return [frame["cursor"] for frame in self.heard if "cursor" in frame]

    def text(self, reply: Utterance) -> str:
        """As a reader puts it together; an offset that does not follow is a gap or a repeat."""
        text = ""
        for frame in self.heard:
            if frame["type"] == "delta" and frame["utterance_id"] == str(reply.pk):
                assert len(text) == frame["data"]["offset"]
                text += frame["data"]["text"]
        return text


async def listener(user: User, conversation_id: UUID, after: str = "") -> Listener:
    ticket = await sync_to_async(issue)(user)
    path = f"/ws/conversations/{conversation_id}/" + (f"?after={after}" if after else "")
    socket = WebsocketCommunicator(websocket_router, path, subprotocols=["stq", f"ticket.{ticket}"])
    assert (True, "stq") == await socket.connect(timeout=60)
    return Listener(socket)


async def closing(socket: WebsocketCommunicator) -> int:
    while (said := await socket.receive_output(timeout=60))["type"] != "websocket.close":
        pass
    return int(said["code"])


@sync_to_async
def said_by(user: User, message: str = "Hello?") -> Sent:
    return say(user, Said(message))


def events_of(reply: Utterance) -> list[str]:
    assert reply.job_id is not None
    seqs = JobLog.objects.filter(job_id=reply.job_id).order_by("seq").values_list("seq", flat=True)
    return [f"{reply.job_id}.{seq}" for seq in seqs]


class Pauses:
    """Lets a talker, which talks in another loop, say the pieces up to n once `allow(n)` was called."""

    def __init__(self) -> None:
        self._gates = [threading.Event() for _ in PIECES]

    async def between(self, number: int) -> None:
        assert await asyncio.to_thread(self._gates[number].wait, 20)

    def allow(self, number: int) -> None:
        for gate in self._gates[: number + 1]:
            gate.set()


@pytest.fixture
def working() -> Callable[[], Awaitable[None]]:
    return lambda: asyncio.get_running_loop().run_in_executor(None, work)


def work() -> None:
    """In a thread of its own, which gives its connection back."""
    try:
        drain()
    finally:
        give_back()


@pytest.fixture(autouse=True)
async def _given_back() -> AsyncIterator[None]:
    """The connection of the thread that the ORM is asked in."""
    yield
    await sync_to_async(give_back)()


def give_back() -> None:
    """That of the thread that calls it."""
    connection.close()


class TestFollowing:
    async def test_tells_a_reply_piece_by_piece_and_then_what_was_written(self, working: Any) -> None:
        user = await sync_to_async(make_user)()
        with talking(*PIECES):
            sent = await said_by(user)
            reader = await listener(user, sent.conversation.pk)
            snapshot = await reader.next()
            await working()
            await reader.until_written(sent.reply)
        assert ("snapshot", ["written", "awaited"]) == (
            snapshot["type"],
            [row["state"] for row in snapshot["utterances"]],
        )
        assert "".join(PIECES) == reader.text(sent.reply) == reader.heard[-1]["utterances"][0]["text"]
        assert await sync_to_async(events_of)(sent.reply) == reader.cursors
        assert "changed" == reader.heard[-1]["type"]
        await reader.socket.disconnect()

    async def test_goes_on_after_any_cursor_without_gap_or_repeat(self, working: Any) -> None:
        user = await sync_to_async(make_user)()
        with talking(*PIECES):
            first, second = await said_by(user), await said_by(user, "And you?")
            whole = await listener(user, first.conversation.pk)
            await working()
            await whole.until_written(second.reply)
            third = await said_by(user, "Well?")
            for at, cursor in enumerate(whole.cursors):
                reader = await listener(user, first.conversation.pk, cursor)
                missed = whole.cursors[at + 1 :]
                await reader.next()
                while len(reader.cursors) < len(missed) + 1:
                    await reader.next()
                assert [*missed, f"{third.submitted.job.pk}.1"] == reader.cursors
                await reader.socket.disconnect()
        await whole.socket.disconnect()

    async def test_is_read_after_a_reload_in_the_middle(self, working: Any) -> None:
        user, pauses = await sync_to_async(make_user)(), Pauses()
        with talking(*PIECES, between=pauses.between):
            sent = await said_by(user)
            before = await listener(user, sent.conversation.pk)
            under_way = asyncio.ensure_future(working())
            pauses.allow(0)
            await before.until(lambda frame: frame["type"] == "delta")
            await before.socket.disconnect()
            after = await listener(user, sent.conversation.pk)
            await after.until(lambda frame: frame["type"] == "delta")
            assert PIECES[0] == after.text(sent.reply)
            pauses.allow(2)
            await after.until_written(sent.reply)
            await under_way
        assert "".join(PIECES) == after.text(sent.reply)
        await after.socket.disconnect()

    async def test_tells_turns_one_after_the_other(self, working: Any) -> None:
        user = await sync_to_async(make_user)()
        with talking(*PIECES):
            first, second = await said_by(user), await said_by(user, "And you?")
            reader = await listener(user, first.conversation.pk)
            await working()
            await reader.until_written(second.reply)
        expected = await sync_to_async(lambda: events_of(first.reply) + events_of(second.reply))()
        assert expected == reader.cursors
        await reader.socket.disconnect()

    async def test_tells_of_messages_that_are_sent_elsewhere_while_a_reply_is_written(self, working: Any) -> None:
        user, pauses = await sync_to_async(make_user)(), Pauses()
        with talking(*PIECES, between=pauses.between):
            sent = await said_by(user)
            reader = await listener(user, sent.conversation.pk)
            under_way = asyncio.ensure_future(working())
            pauses.allow(0)
            await reader.until(lambda frame: frame["type"] == "delta")
            await said_by(user, "And you?")
            told: list[str] = []
            while "And you?" not in told:
                changed = await reader.until(lambda frame: frame["type"] == "changed")
                told = [row["text"] for row in changed["utterances"]]
            assert ["And you?", ""] == told[-2:]
            pauses.allow(2)
            await under_way
        await reader.socket.disconnect()

    async def test_tells_of_another_greeting(self) -> None:
        user = await sync_to_async(make_user)()
        there = (await sync_to_async(talk)(user, "Aria")).conversation
        reader = await listener(user, there.pk)
        snapshot = await reader.next()
        assert (0, [0, 1]) == (snapshot["conversation"]["greeting"], snapshot["conversation"]["greetings"])
        await sync_to_async(change)(user.pk, there.pk, {"greeting": 1})
        changed = await reader.next()
        (greeting,) = changed["utterances"]
        assert (1, [greeting["id"]], "Later.") == (
            changed["conversation"]["greeting"],
            changed["line"],
            greeting["text"],
        )
        await reader.socket.disconnect()

    async def test_tells_that_a_reply_was_stopped_before_it_began(self) -> None:
        user = await sync_to_async(make_user)()
        sent = await said_by(user)
        reader = await listener(user, sent.conversation.pk)
        await reader.next()
        await sync_to_async(stop)(user, sent.reply.pk)
        done = await reader.until(lambda frame: frame["type"] == "done")
        assert "cancelled" == done["data"]["status"]
        changed = await reader.until(lambda frame: frame["type"] == "changed")
        assert ["stopped"] == [row["state"] for row in changed["utterances"]]
        await reader.socket.disconnect()

    async def test_goes_on_with_a_reply_that_is_tried_again(self, working: Any) -> None:
        user = await sync_to_async(make_user)()
        with talking(*PIECES):
            sent = await said_by(user)
            await sync_to_async(stop)(user, sent.reply.pk)
            reader = await listener(user, sent.conversation.pk)
            await reader.next()
            await sync_to_async(retry_job)(user, sent.submitted.job.pk)
            await working()
            done = await reader.until(lambda frame: frame["type"] == "done")
        assert ("completed", "".join(PIECES)) == (done["data"]["status"], reader.text(sent.reply))
        assert reader.cursors == (await sync_to_async(events_of)(sent.reply))[-len(reader.cursors) :]
        await reader.socket.disconnect()


class TestChanges:
    async def test_tell_the_line_when_another_alternative_is_gone_on_with(self, working: Any) -> None:
        user = await sync_to_async(make_user)()
        with talking(*PIECES):
            sent = await said_by(user)
            await working()
            again = await sync_to_async(regenerate)(user, sent.reply.pk)
            await working()
            reader = await listener(user, sent.conversation.pk)
            assert [str(sent.utterance.pk), str(again.reply.pk)] == (await reader.next())["line"]
            await sync_to_async(activate)(user, sent.reply.pk)
            changed = await reader.next()
        assert [str(sent.utterance.pk), str(sent.reply.pk)] == changed["line"]
        assert [[str(sent.reply.pk), str(again.reply.pk)]] == [row["alternatives"] for row in changed["utterances"]]
        await reader.socket.disconnect()

    async def test_tell_that_it_was_closed(self) -> None:
        user = await sync_to_async(make_user)()
        sent = await said_by(user)
        reader = await listener(user, sent.conversation.pk)
        await reader.next()
        await sync_to_async(close)(user.pk, sent.conversation.pk)
        changed = await reader.until(lambda frame: frame["type"] == "changed")
        assert (False, []) == (changed["conversation"]["is_open"], changed["utterances"])
        await reader.socket.disconnect()

    async def test_end_the_socket_of_one_that_was_deleted(self) -> None:
        user = await sync_to_async(make_user)()
        sent = await said_by(user)
        reader = await listener(user, sent.conversation.pk)
        await reader.next()
        await Conversation.objects.filter(pk=sent.conversation.pk).adelete()
        assert 4404 == await closing(reader.socket)


class TestAdmission:
    async def test_refuses_anothers_conversation_as_one_that_is_missing(self) -> None:
        user, other = await sync_to_async(make_user)(), await sync_to_async(make_user)()
        theirs = (await said_by(other)).conversation
        for named in (theirs.pk, other.pk):
            reader = await listener(user, named)
            assert 4404 == (await reader.next())["code"]
            assert 4404 == await closing(reader.socket)

    @pytest.mark.parametrize("after", ["x", "7", "00000000-0000-0000-0000-000000000000.-1", ".3"])
    async def test_refuses_a_cursor_that_is_none(self, after: str) -> None:
        user = await sync_to_async(make_user)()
        sent = await said_by(user)
        reader = await listener(user, sent.conversation.pk, after)
        assert 4400 == (await reader.next())["code"]

    async def test_takes_a_cursor_of_elsewhere_as_none(self) -> None:
        user = await sync_to_async(make_user)()
        sent = await said_by(user)
        reader = await listener(user, sent.conversation.pk, f"{user.pk}.3")
        assert "snapshot" == (await reader.next())["type"]
        assert f"{sent.submitted.job.pk}.1" == (await reader.next())["cursor"]
        await reader.socket.disconnect()

"""People who say something and read the reply at the socket of their conversation, as it comes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
from _talker import said
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 300.0
BUSY = 503


@dataclass(slots=True)
class Heard:
    """A reply as one reader had it: the delay of each piece in milliseconds, and what was missing or came twice."""

    delays: list[float] = field(default_factory=list)
    text: str = ""
    faults: list[str] = field(default_factory=list)

    def take(self, message: dict[str, Any]) -> None:
        now, data = time.time(), message["data"]
        if data["offset"] != len(self.text):
            self.faults.append(f"a piece at {data['offset']} after {len(self.text)} characters")
        known = len(said(self.text))
        self.text += data["text"]
        self.delays += [(now - sent) * 1000 for _, sent in said(self.text)[known:]]


class Reader:
    """One person with one conversation. `token` is of the API; `ticket` gives a fresh one of the socket.

    `refused` counts messages that a busy server did not take at first; they are sent again, as the page does.
    """

    def __init__(self, http: str, ws: str, token: str, ticket: Callable[[], str], conversation_id: str) -> None:
        self._http = http
        # A connection of its own for each message: between turns the server closes those that are idle.
        self._headers = {"Authorization": f"Bearer {token}", "Connection": "close"}
        self._address = f"{ws}/ws/conversations/{conversation_id}/"
        self._ticket = ticket
        self._conversation_id = conversation_id
        self._socket: Any = None
        self.refused = 0

    async def open(self) -> None:
        ticket = await asyncio.to_thread(self._ticket)
        self._socket = await connect(
            self._address, subprotocols=["stq", f"ticket.{ticket}"], max_size=None, open_timeout=PATIENCE
        )
        first = json.loads(await self._socket.recv())
        if first["type"] != "snapshot":
            raise SystemExit(f"The socket said: {first}")

    async def close(self) -> None:
        await self._socket.close()

    async def turn(self, message: str, after: float = 0.0) -> Heard:
        """Say it `after` so many seconds, and read the reply to its end."""
        await asyncio.sleep(after)
        reply_id = await self._say(message)
        async with asyncio.timeout(PATIENCE):
            return await self._read(reply_id)

    async def until_closed(self, message: str, after: float = 0.0) -> int:
        """Say it `after` so many seconds, and read until the server ends the connection: by which code."""
        await asyncio.sleep(after)
        with suppress(httpx.HTTPError):  # the server may end before it answers
            await self._say(message)
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionClosed):
                async for _ in self._socket:
                    pass
            await self._socket.wait_closed()
        return int(self._socket.close_code)

    async def _say(self, message: str) -> str:
        """The id of the reply to come."""
        body = {"message": message, "conversation_id": self._conversation_id}
        headers = self._headers | {"Idempotency-Key": uuid4().hex}
        async with httpx.AsyncClient(headers=headers, timeout=PATIENCE, trust_env=False) as client:
            while (answer := await client.post(f"{self._http}/api/v1/chat", json=body)).status_code == BUSY:
                self.refused += 1
                await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
        if answer.status_code not in {200, 202}:
            raise SystemExit(f"POST chat answered {answer.status_code}: {answer.text[:300]}")
        reply_id: str = answer.json()["reply_id"]
        return reply_id

    async def _read(self, reply_id: str) -> Heard:
        heard = Heard()
        async for frame in self._socket:
            message = json.loads(frame)
            if message["type"] == "delta" and message["utterance_id"] == reply_id:
                heard.take(message)
            elif written := _written(message, reply_id):
                if written["state"] != "written" or written["text"].strip() != heard.text.strip():
                    heard.faults.append(f"it is {written['state']}: {written['error'] or written['text'][:80]!r}")
                return heard
        heard.faults.append("the socket closed")
        return heard


def _written(message: dict[str, Any], reply_id: str) -> dict[str, Any] | None:
    """The reply as the conversation has it, once it is no more awaited."""
    if message["type"] not in {"snapshot", "changed"}:
        return None
    told = [said for said in message["utterances"] if said["id"] == reply_id and said["state"] != "awaited"]
    return told[0] if told else None


def readers(site: Any, count: int) -> list[Reader]:
    """So many people, each with an open conversation with the assistant."""
    from accounts.models import User
    from accounts.services.api_tokens import create
    from accounts.services.tickets import issue
    from generation.services.conversations.starting import start_with

    found = []
    for number in range(count):
        person = User.objects.create_user(f"reader{number}@example.org", None)
        _, token = create(person, name="bench")
        opened = start_with(person, None)
        found.append(Reader(site.http, site.ws, token, partial(issue, person), str(opened.conversation.pk)))
    return found

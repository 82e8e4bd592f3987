"""The socket of a conversation: `/ws/conversations/{id}/?after=job.seq`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from accounts.models import User
from generation.live.following import Following, ended
from generation.live.story import Cursor, Story
from generation.models import Conversation
from generation.selectors.conversations import conversations_of
from jobs.live.admission import Refused
from jobs.live.codes import Close
from jobs.live.consumers import LiveSocket
from jobs.live.hub import hub
from jobs.live.reading import read
from jobs.live.signal import Signal

# While a reply is being written, what else may have changed is looked at this often at most; and by all sockets of a
# process together so often: 200 of them took half of it, looking every four seconds.
LOOK_AGAIN_SECONDS = 4.0
LOOKS_A_SECOND = 20
IDLE_SECONDS = 0.1
HIGHEST_SEQ = 2**31
DONE = "done"


class ConversationSocket(LiveSocket):
    """A snapshot, then each event of each reply once, one reply after the other, and what else changed between them."""

    async def frames(self, user: User) -> AsyncIterator[str]:
        story, following = Story(user.pk, self._conversation_id, self._cursor()), Following()
        with hub().watch(user.pk) as changed:
            try:
                seen = changed.version
                yield _frame(await self._look(story))
                while True:
                    async for event in self._events(story, following, changed, seen):
                        yield _frame(event)
                    seen = changed.version
                    if frame := await self._look(story):
                        yield _frame(frame)
                    elif story.following() is None:  # many jobs may change that are no business of this conversation
                        await asyncio.sleep(IDLE_SECONDS)
            finally:
                await following.close()

    def permits(self, user: User) -> bool:
        return conversations_of(user.pk).filter(pk=self._conversation_id).exists()

    async def _events(
        self, story: Story, following: Following, changed: Signal, seen: int
    ) -> AsyncIterator[dict[str, Any]]:
        """Those of the reply whose turn it is, until it ends or there may be something else to tell."""
        reply = story.following()
        if reply is None:
            await changed.wait(seen)
            return
        patience = max(LOOK_AGAIN_SECONDS, self._open.total() / LOOKS_A_SECOND)
        pause = asyncio.ensure_future(_both(changed.wait(seen), asyncio.sleep(patience)))
        try:
            while (event := await following.next(reply.job_id, reply.seq, pause)) is not None:
                told = json.loads(event)
                yield story.told(reply, told)
                if told["type"] == DONE:
                    return
        finally:
            await ended(pause)

    async def _look(self, story: Story) -> dict[str, Any]:
        try:
            return await read(story.look)
        except Conversation.DoesNotExist:
            raise Refused(Close.NOT_FOUND) from None

    @property
    def _conversation_id(self) -> UUID:
        conversation_id: UUID = self.scope["url_route"]["kwargs"]["conversation_id"]
        return conversation_id

    def _cursor(self) -> Cursor | None:
        given = parse_qs(self.scope["query_string"].decode("latin-1")).get("after")
        if given is None:
            return None
        job, _, seq = given[0].partition(".")
        with suppress(ValueError):
            if 0 <= int(seq) < HIGHEST_SEQ:
                return Cursor(UUID(job), int(seq))
        raise Refused(Close.BAD_REQUEST)


async def _both(*waits: Awaitable[None]) -> None:
    await asyncio.gather(*waits)


def _frame(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return str(value.isoformat().replace("+00:00", "Z"))

"""The socket of a conversation: `/ws/conversations/{id}/?after=job.seq`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from accounts.models import User
from generation.live.following import until_changed
from generation.live.story import Cursor, Story
from generation.models import Conversation
from generation.selectors.conversations import conversations_of
from jobs.live.admission import Refused
from jobs.live.codes import Close
from jobs.live.consumers import LiveSocket
from jobs.live.hub import hub
from jobs.live.reading import read
from jobs.live.signal import Signal

# While a reply is being written, what else may have changed is looked at this often at most.
LOOK_AGAIN_SECONDS = 0.5
IDLE_SECONDS = 0.1
HIGHEST_SEQ = 2**31
DONE = "done"


class ConversationSocket(LiveSocket):
    """A snapshot, then each event of each reply once, one reply after the other, and what else changed between them."""

    async def frames(self, user: User) -> AsyncIterator[str]:
        story = Story(user.pk, self._conversation_id, self._cursor())
        with hub().watch(user.pk) as changed:
            seen = changed.version
            yield _frame(await self._look(story))
            while True:
                async for frame in self._next_events(story, changed, seen):
                    yield _frame(frame)
                seen = changed.version
                if frame := await self._look(story):
                    yield _frame(frame)
                else:  # many may change that are no business of this conversation
                    await asyncio.sleep(IDLE_SECONDS)

    def permits(self, user: User) -> bool:
        return conversations_of(user.pk).filter(pk=self._conversation_id).exists()

    async def _next_events(self, story: Story, changed: Signal, seen: int) -> AsyncIterator[dict[str, Any]]:
        """Those of the reply whose turn it is, until it ends or there may be something else to tell."""
        reply = story.following()
        if reply is None:
            await changed.wait(seen)
            return
        events = hub().follow_job(reply.job_id, reply.seq)
        async for event in until_changed(events, changed, seen, LOOK_AGAIN_SECONDS):
            told = json.loads(event)
            yield story.told(reply, told)
            if told["type"] == DONE:
                return

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


def _frame(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return str(value.isoformat().replace("+00:00", "Z"))

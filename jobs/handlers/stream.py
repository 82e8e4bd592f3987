"""Text under way: gathered and written in pieces that readers join by offset."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from jobs import events
from jobs.conf import conf
from jobs.events import Fact
from jobs.handlers.throttle import Throttle


class Stream:
    """One field's text in one attempt; the first piece is written at once, the next every `delta_interval` s."""

    def __init__(self, field: str, attempt: int, write: Callable[[Fact], Awaitable[None]]) -> None:
        self._field = field
        self._attempt = attempt
        self._write = write
        self._pieces: list[str] = []
        self._offset = 0
        self._throttle = Throttle(conf().delta_interval, self._flush)

    async def add(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            await self._throttle.touch()

    async def drain(self) -> None:
        if self._pieces:
            await self._throttle.drain()

    def discard(self) -> None:
        self._throttle.discard()

    async def _flush(self) -> None:
        text, self._pieces = "".join(self._pieces), []
        if text:
            offset, self._offset = self._offset, self._offset + len(text)
            await self._write(events.text_streamed(self._field, self._attempt, offset, text))

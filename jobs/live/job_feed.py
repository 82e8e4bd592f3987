"""The events of one job as ready frames: read once, however many sockets follow."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from uuid import UUID

from jobs.live.reading import read
from jobs.live.signal import Signal
from jobs.selectors.events import PAGE, events_after

# Frames kept for sockets that are a little behind; one further behind reads the table itself.
KEPT = 500

Numbered = tuple[int, str]


class JobFeed:
    """`touch` says that the job may have changed; `follow` yields frames after a cursor, without gap or repeat."""

    def __init__(self, job_id: UUID) -> None:
        self._job_id = job_id
        self._recent: deque[Numbered] = deque(maxlen=KEPT)
        self._signal = Signal()
        self._reading = asyncio.Lock()
        self._newest = 0
        self.followers = 0

    def touch(self) -> None:
        self._signal.set()

    def is_behind(self, last_seq: int) -> bool:
        """Whether the job has events that were not read yet."""
        return self._newest < last_seq

    async def follow(self, after: int) -> AsyncIterator[str]:
        """Frames of the events numbered above `after`, for ever."""
        cursor = after
        while True:
            seen = self._signal.version
            frames = await self._since(cursor)
            for seq, frame in frames:
                yield frame
                cursor = seq
            if not frames:
                await self._signal.wait(seen)

    async def _since(self, cursor: int) -> list[Numbered]:
        frames = self._kept_since(cursor)
        if frames:
            return frames
        async with self._reading:
            if frames := self._kept_since(cursor):
                return frames
            events = await read(events_after, self._job_id, cursor)
            frames = [(event["seq"], json.dumps(event, ensure_ascii=False)) for event in events]
            self._keep(frames)
            self._newest = max(self._newest, frames[-1][0] if frames else cursor)
            return frames

    def _kept_since(self, cursor: int) -> list[Numbered]:
        """The kept frames above `cursor`, if they begin right after it."""
        if not self._recent or not self._recent[0][0] <= cursor + 1 <= self._recent[-1][0]:
            return []
        return [frame for frame in self._recent if frame[0] > cursor][:PAGE]

    def _keep(self, frames: list[Numbered]) -> None:
        """Remember the newest frames; the kept ones always follow each other."""
        newest = self._recent[-1][0] if self._recent else 0
        fresh = [frame for frame in frames if frame[0] > newest]
        if fresh and self._recent and fresh[0][0] != newest + 1:
            self._recent.clear()
        self._recent.extend(fresh)

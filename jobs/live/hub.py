"""One hub an event loop: turns hints into touches of the feeds that somebody follows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import DatabaseError

from jobs import notifier
from jobs.live.job_feed import JobFeed
from jobs.live.owner_feed import OwnerFeed
from jobs.live.reading import keep, let_go, read
from jobs.live.signal import Signal
from jobs.live.watch import Watches
from jobs.selectors.events import last_seqs
from jobs.selectors.recent import people_of

logger = logging.getLogger(__name__)

SAFETY_POLL_SECONDS = 2.0
RESTART_SECONDS = 1.0


class Hub:
    """The listener starts with the first follower and ends with the last."""

    def __init__(self) -> None:
        self._jobs: dict[UUID, JobFeed] = {}
        self._owners: dict[UUID, OwnerFeed] = {}
        self._watches = Watches()
        self._tasks: list[asyncio.Task[None]] = []

    async def follow_job(self, job_id: UUID, after: int) -> AsyncIterator[str]:
        """Frames of a job's events after a cursor, for as long as the caller iterates."""
        feed = self._jobs.setdefault(job_id, JobFeed(job_id))
        feed.followers += 1
        self._start()
        try:
            async for frame in feed.follow(after):
                yield frame
        finally:
            feed.followers -= 1
            if not feed.followers:
                self._jobs.pop(job_id, None)
            self._stop_if_alone()

    async def follow_owner(self, owner_id: UUID) -> AsyncIterator[str]:
        """A snapshot of an owner's jobs, then what changes, for as long as the caller iterates."""
        feed = self._owners.setdefault(owner_id, OwnerFeed(owner_id))
        feed.followers += 1
        self._start()
        try:
            async for frame in feed.follow():
                yield frame
        finally:
            feed.followers -= 1
            if not feed.followers:
                self._owners.pop(owner_id, None)
            self._stop_if_alone()

    @contextmanager
    def watch(self, owner_id: UUID) -> Iterator[Signal]:
        """Set when an owner may have something new: at once for a new job, within the safety poll for all else."""
        try:
            with self._watches.watching(owner_id) as signal:
                self._start()
                yield signal
        finally:
            self._stop_if_alone()

    def _start(self) -> None:
        if not self._tasks:
            keep()
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._poll())]

    def _stop_if_alone(self) -> None:
        if self._tasks and not (self._jobs or self._owners or self._watches):
            let_go()
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    async def _listen(self) -> None:
        while True:
            try:
                async with notifier.hints() as hints:
                    async for hint in hints:
                        await self._hear(hint)
            except Exception as error:  # noqa: BLE001 - without hints, the safety poll goes on
                logger.warning("live listener ended, starting it again: %s", error)
            await asyncio.sleep(RESTART_SECONDS)

    async def _poll(self) -> None:
        """The floor: whatever hints were lost, no socket is further behind than this."""
        while True:
            await asyncio.sleep(SAFETY_POLL_SECONDS)
            try:
                await self._touch_behind()
            except DatabaseError:
                self._touch_all()  # they ask themselves, and close their sockets if it stays away
            self._watches.touch_all()

    async def _hear(self, hint: notifier.Hint) -> None:
        await self._touch(hint)
        await self._watches.hear(hint.ids, self._jobs)

    async def _touch(self, hint: notifier.Hint) -> None:
        if hint.ids is None:
            await self._touch_behind()
            return
        for job_id in hint.ids:
            if feed := self._jobs.get(job_id):
                feed.touch()
        if self._owners:
            for person_id in await read(people_of, hint.ids):
                if owner := self._owners.get(person_id):
                    owner.touch()

    async def _touch_behind(self) -> None:
        """One question for all jobs that are followed: most commits are of none or one of them."""
        if self._jobs:
            for job_id, last_seq in (await read(last_seqs, list(self._jobs))).items():
                if (feed := self._jobs.get(job_id)) and feed.is_behind(last_seq):
                    feed.touch()
        for owner in self._owners.values():
            owner.touch()

    def _touch_all(self) -> None:
        for job in self._jobs.values():
            job.touch()
        for owner in self._owners.values():
            owner.touch()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    return _hubs.setdefault(loop, Hub())

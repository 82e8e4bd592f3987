"""Whether owners may have something new: for sockets that show more than one job."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from jobs.live.reading import read
from jobs.live.signal import Signal
from jobs.selectors.recent import newest_of, owners_of


@dataclass(slots=True)
class Watch:
    """`newest` is the owner's newest job as it was last seen."""

    signal: Signal = field(default_factory=Signal)
    newest: UUID | None = None
    followers: int = 0


class Watches:
    """By owner. A signal is set once a job of the owner is new or, where nobody here follows it, has changed."""

    def __init__(self) -> None:
        self._by_owner: dict[UUID, Watch] = {}

    def __bool__(self) -> bool:
        return bool(self._by_owner)

    @contextmanager
    def watching(self, owner_id: UUID) -> Iterator[Signal]:
        """The signal, for as long as the block lasts."""
        watch = self._by_owner.setdefault(owner_id, Watch())
        watch.followers += 1
        try:
            yield watch.signal
        finally:
            watch.followers -= 1
            if not watch.followers:
                self._by_owner.pop(owner_id, None)

    async def hear(self, ids: Sequence[UUID] | None, followed: Container[UUID]) -> None:
        """Jobs of `ids` changed, or some that nobody names."""
        if not self._by_owner:
            return
        if ids is None:
            await self._look_for_new()
        elif others := [job_id for job_id in ids if job_id not in followed]:
            for owner_id in await read(owners_of, others):
                self._touch(owner_id)

    def touch_all(self) -> None:
        for watch in self._by_owner.values():
            watch.signal.set()

    async def _look_for_new(self) -> None:
        """One question for all, however many commits there were: most of them are of no new job."""
        for owner_id, newest in (await read(newest_of, list(self._by_owner))).items():
            watch = self._by_owner.get(owner_id)
            if watch is not None and watch.newest != newest:
                watch.newest = newest
                watch.signal.set()

    def _touch(self, owner_id: UUID) -> None:
        if watch := self._by_owner.get(owner_id):
            watch.signal.set()

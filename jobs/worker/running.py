"""A job under way in this process, and why it may be interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from jobs.handlers import Custodian, JobContext

Wish = Literal["cancel", "hold"]


class Interrupt(Enum):
    """Why a handler is ended from outside."""

    CANCEL = "cancel"
    HOLD = "hold"
    RELEASE = "release"
    TIMEOUT = "timeout"
    LOST = "lost"


@dataclass(slots=True)
class RunningJob:
    """`begun` is set once its handler begins; `is_settled` once the process that it had to itself has settled it."""

    custodian: Custodian
    context: JobContext
    work: asyncio.Task[object] | None = None
    interrupt: Interrupt | None = None
    settling: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    missed_pulses: int = field(default=0)
    # Done once it was told to end.
    told: asyncio.Future[None] | None = None
    wishes: list[Wish] = field(default_factory=list)
    # Passes wishes on to the process that it may have to itself.
    pass_on: Callable[[Wish], None] | None = None
    is_settled: bool = False

    def request_cancel(self) -> None:
        self.context.request_cancel()
        self._wish("cancel")

    def request_hold(self) -> None:
        self.context.request_hold()
        self._wish("hold")

    def end(self, why: Interrupt) -> None:
        """Cancel the handler's task; the first reason given stands, except that a lost lease overrides it."""
        if self.interrupt is None or why is Interrupt.LOST:
            self.interrupt = why
        if self.told is not None and not self.told.done():
            self.told.set_result(None)
        if self.work is not None and not self.settling:
            self.work.cancel()

    def _wish(self, wish: Wish) -> None:
        self.wishes.append(wish)
        if self.pass_on is not None:
            self.pass_on(wish)

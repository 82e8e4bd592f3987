"""A job under way in this process, and why it may be interrupted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum

from jobs.handlers import Custodian, JobContext


class Interrupt(Enum):
    """Why a handler is ended from outside."""

    CANCEL = "cancel"
    HOLD = "hold"
    RELEASE = "release"
    TIMEOUT = "timeout"
    LOST = "lost"


@dataclass(slots=True)
class RunningJob:
    custodian: Custodian
    context: JobContext
    work: asyncio.Task[object] | None = None
    interrupt: Interrupt | None = None
    settling: bool = False
    missed_pulses: int = field(default=0)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self, why: Interrupt) -> None:
        """Cancel the handler's task; the first reason given stands, except that a lost lease overrides it."""
        if self.interrupt is None or why is Interrupt.LOST:
            self.interrupt = why
        self.told.set()
        if self.work is not None and not self.settling:
            self.work.cancel()

"""Signals as facts that a loop can read."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType


class Alarm:
    """Counts requests to stop, and wakes the loop when one comes or a child ends."""

    def __init__(self) -> None:
        self.stops = 0
        self._readable, self._writable = os.pipe()
        os.set_blocking(self._writable, False)
        signal.set_wakeup_fd(self._writable, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stops += 1

    def wait(self, seconds: float) -> None:
        """Return after `seconds`, or at once when a signal comes."""
        if select.select([self._readable], [], [], seconds)[0]:
            os.read(self._readable, 4096)

"""A line on a terminal that follows long work; silent where nobody watches."""

from __future__ import annotations

import shutil
import time
from types import TracebackType
from typing import Any, Self

WIDTH = 28
EVERY_SECONDS = 0.1


class Bar:
    """`total` steps, written to `out`, Django's wrapper of a stream."""

    def __init__(self, out: Any, total: int) -> None:
        self._out, self._total, self._done = out, total, 0
        self._shown = out.isatty()
        self._began = self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def step(self, note: str = "") -> None:
        """One more is done; `note` stands at the end of the line."""
        self._done += 1
        now = time.monotonic()
        if self._shown and (now - self._last >= EVERY_SECONDS or self._done == self._total):
            self._last = now
            self._write(f"\r\033[K{self._line(now, note)}")

    def say(self, line: str) -> None:
        """A line that stays, above the bar."""
        self._clear()
        self._write(f"{line}\n")

    def _line(self, now: float, note: str) -> str:
        filled = WIDTH * self._done // self._total
        left = (now - self._began) / self._done * (self._total - self._done)
        bar = "█" * filled + "░" * (WIDTH - filled)
        line = f"{bar} {self._done:,} of {self._total:,}, {left:.0f} s left"
        return (f"{line}, {note}" if note else line)[: shutil.get_terminal_size().columns - 1]

    def _clear(self) -> None:
        if self._shown:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        self._out.write(text, ending="")
        self._out.flush()

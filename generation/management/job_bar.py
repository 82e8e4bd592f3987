"""A progress bar on a terminal; a line a message where the output is none."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from jobs.services.printable import printable

WIDTH = 24


class JobBar:
    """Told of a job's events. What models wrote is shown without what a terminal would obey."""

    def __init__(self, stream: TextIO = sys.stderr, *, quiet: bool = False) -> None:
        self._stream = stream
        self._quiet = quiet
        self._is_live = stream.isatty()
        self._percent = 0
        self._message = ""
        self._told = ""

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take in one event of the job."""
        data = event["data"]
        if event["type"] == "progress":
            self._percent = int(data.get("progress", self._percent))
            self._message = event["message"] or self._message
        elif event["type"] == "state":
            self._message = {"processing": self._message, "pending": "Waiting for a worker"}.get(
                data.get("status", ""), str(data.get("status", "")).replace("_", " ")
            )
            self._percent = 100 if data.get("status") == "completed" else self._percent
            if data.get("gate"):
                self.say(f"put off: {event['message']}")
        elif event["type"] == "log" and event["level"] in {"warning", "error"}:
            self.say(f"{event['level']}: {event['message']}")
        self._draw()

    def say(self, text: str) -> None:
        """One line of its own."""
        if self._quiet:
            return
        self._wipe()
        self._stream.write(printable(text) + "\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line."""
        self._wipe()

    def _draw(self) -> None:
        line = f"{self._percent:>3} %  {printable(self._message)}"
        if self._quiet or line == self._told:
            return
        self._told = line
        if not self._is_live:
            self._stream.write(line + "\n")
        else:
            filled = round(WIDTH * self._percent / 100)
            room = max(20, shutil.get_terminal_size().columns - WIDTH - 4)
            self._stream.write(f"\r\033[K[{'#' * filled}{'.' * (WIDTH - filled)}] {line[:room]}")
        self._stream.flush()

    def _wipe(self) -> None:
        if self._is_live and not self._quiet and self._told:
            self._stream.write("\r\033[K")
            self._stream.flush()
            self._told = ""

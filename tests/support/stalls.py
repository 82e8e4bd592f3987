"""How long a machine keeps everybody waiting who wants its processors or its disk."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from typing import Self

STEP_SECONDS = 0.02
# What a step takes besides, on a machine that does nothing else.
USUAL_SECONDS = 0.01


class Stalls:
    """While it is open it does little again and again, and sums up in `seconds` what that took too long."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._measure, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _measure(self) -> None:
        with tempfile.TemporaryFile() as file:
            while not self._done.is_set():
                began = time.monotonic()
                self._done.wait(STEP_SECONDS)
                file.write(b".")
                file.flush()
                os.fsync(file.fileno())
                self.seconds += max(0.0, time.monotonic() - began - STEP_SECONDS - USUAL_SECONDS)

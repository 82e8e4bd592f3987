"""One process that is kept alive: started, watched, restarted after a growing pause."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

PAUSES = (0.0, 0.25, 0.5, 1.0, 5.0, 15.0, 30.0)
SETTLED_SECONDS = 60.0
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with(parent: int) -> Callable[[], None]:
    """To run in the child: ask Linux for SIGTERM when `parent` ends, however it ends."""

    def ask() -> None:
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before we could ask
            os.kill(os.getpid(), signal.SIGTERM)

    return ask


def spawn(command: list[str], *, serves_web: bool = False) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own, so that Ctrl-C reaches the supervisor only."""
    environ = os.environ | ({} if serves_web else {"WITHOUT_WEB": "true"})
    # preexec_fn is unsafe beside threads only, and the supervisor has none.
    return subprocess.Popen(command, env=environ, process_group=0, preexec_fn=_die_with(os.getpid()))  # noqa: PLW1509


@dataclass(slots=True)
class Child:
    """`command` gets the fresh id of each incarnation and the ids of the dead ones it replaces.

    `is_worker` says whether the queue knows those ids.
    """

    name: str
    command: Callable[[UUID, Sequence[UUID]], list[str]]
    is_worker: bool
    process: subprocess.Popen[bytes] | None = None
    identity: UUID = field(default_factory=uuid4)
    due_at: float = 0.0
    _began_at: float = 0.0
    _failures: int = 0
    _replaced: list[UUID] = field(default_factory=list)

    @property
    def worker_id(self) -> UUID | None:
        return self.identity if self.is_worker else None

    def start(self) -> None:
        """Start a new incarnation."""
        self.identity = uuid4()
        self._began_at = time.monotonic()
        self.process = spawn(self.command(self.identity, self._replaced), serves_web=not self.is_worker)

    def ended(self) -> int | None:
        """Its exit status, once, when it has ended since the last call; plans the restart in `due_at`."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self.process = None
        if time.monotonic() - self._began_at > SETTLED_SECONDS:
            self._failures = 0
            self._replaced = []
        self._replaced.append(self.identity)
        self.due_at = time.monotonic() + PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        return status

    def is_due(self) -> bool:
        """Whether it is down and its pause is over."""
        return self.process is None and time.monotonic() >= self.due_at

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

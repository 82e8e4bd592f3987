"""The site as `make run` runs it: the real supervisor, with a port, database and run directory of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import env
from config.supervisor.record import Process, Record
from tests.support.postgres import free_port
from tests.support.waiting import wait_for

START_SECONDS = 90.0
STOP_SECONDS = 40.0
COMMAND = [sys.executable, "-m", "config.supervisor"]


@dataclass(slots=True)
class Site:
    """A site that may be started again after it was stopped or killed."""

    place: Path
    database_url: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """All that was printed and logged so far."""
        return (self.place / "output").read_text()

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self.process is not None
        return self.process.pid

    def _environment(self) -> dict[str, str]:
        own = {"PORT": str(self.port), "RUN_DIR": str(self.place), "DATABASE_URL": self.database_url}
        return os.environ | own

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the supervisor's command line to its end."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=env.BASE_DIR,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def start(self) -> None:
        """Start it and wait until it serves; what it prints goes to `output`."""
        with (self.place / "output").open("ab") as output:
            self.process = subprocess.Popen(
                COMMAND, cwd=env.BASE_DIR, env=self._environment(), stdout=output, stderr=output, start_new_session=True
            )
        wait_for(lambda: self.has_ended() or self.is_ready(), within=START_SECONDS, what="the site to serve")
        assert not self.has_ended(), self.output

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def record(self) -> Record | None:
        return Record.read(self.place / "supervisor.json")

    def is_ready(self) -> bool:
        record = self.record()
        return record is not None and record.supervisor.pid == self.pid and record.ready

    def children(self) -> list[Process]:
        record = self.record()
        return record.children if record else []

    def worker(self) -> Process:
        """The first worker process that runs now."""
        return wait_for(self._workers, within=START_SECONDS, what="a worker")[0]

    def _workers(self) -> list[Process]:
        return [child for child in self.children() if child.worker_id and child.running()]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send `number` and return the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End the supervisor without a chance to tidy up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@contextmanager
def site(place: Path) -> Iterator[Site]:
    """A site on a new SQLite file, not started yet; ended on leaving."""
    place.mkdir(parents=True, exist_ok=True)
    made = Site(place, f"sqlite:///{place / 'db.sqlite3'}", free_port())
    try:
        yield made
    finally:
        left = made.children()
        if not made.has_ended():
            with contextlib.suppress(subprocess.TimeoutExpired):
                made.stop()
        for child in left:
            child.kill()

"""`.run/supervisor.json`: who runs here, so that the next supervisor can tidy up after a killed one."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self
from uuid import UUID

import psutil


@dataclass(frozen=True, slots=True)
class Process:
    """A process id with its start time: ids are reused, the pair is not."""

    pid: int
    started: float
    worker_id: str | None = None

    @classmethod
    def of(cls, pid: int, worker_id: UUID | None = None) -> Self:
        """The running process `pid`; NoSuchProcess of psutil when it has ended already."""
        return cls(pid, psutil.Process(pid).create_time(), str(worker_id) if worker_id else None)

    def running(self) -> psutil.Process | None:
        """The live process itself, or None once it has ended (a zombie has)."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < 1.0
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None

    def kill(self) -> None:
        """End it at once, if it still runs."""
        if process := self.running():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def terminate(self) -> None:
        """Ask it to end, if it still runs."""
        if process := self.running():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()


@dataclass(slots=True)
class Record:
    """What one supervisor knows of itself; written whole at every change."""

    supervisor: Process
    address: str
    ready: bool = False
    children: list[Process] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Replace the record at `path` in one step."""
        fresh = path.with_suffix(".fresh")
        fresh.write_text(json.dumps(asdict(self), indent=1))
        fresh.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The record at `path`; None when there is none or it is unreadable."""
        try:
            data = json.loads(path.read_text())
            return cls(
                supervisor=Process(**data["supervisor"]),
                address=data["address"],
                ready=data["ready"],
                children=[Process(**child) for child in data["children"]],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

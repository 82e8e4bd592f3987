"""What is to be started, from the environment."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from config import env

PYTHON = sys.executable
MANAGE = str(env.BASE_DIR / "manage.py")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what a person may have asked for


@dataclass(frozen=True, slots=True)
class Plan:
    """One supervisor's work; `run_dir` holds its lock, record and log."""

    host: str
    port: int
    workers: int
    drain_seconds: float
    run_dir: Path

    @property
    def reachable_host(self) -> str:
        """An address to connect to: a wildcard is listened on, not connected to."""
        return EVERYWHERE.get(self.host, self.host)

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        host = self.reachable_host
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    def web(self) -> list[str]:
        """The command that serves HTTP and WebSockets."""
        listen = ["-b", self.host, "-p", str(self.port)]
        return [PYTHON, "-m", "config.web", "--verbosity", "0", *listen, "config.asgi:application"]

    def worker(self, worker_id: UUID, replaced: Sequence[UUID]) -> list[str]:
        """The command of one worker process, which first releases the leases of the dead ones it replaces."""
        burials = [part for dead in replaced for part in ("--replaces", str(dead))]
        return [PYTHON, MANAGE, "runworker", "--worker-id", str(worker_id), *burials]


def prepare(buried: list[UUID]) -> list[str]:
    """The command that migrates, makes the first login and releases the leases of the `buried`."""
    burials = [part for worker in buried for part in ("--bury", str(worker))]
    return [PYTHON, MANAGE, "prepare", "--first-login", "--verbosity", "0", *burials]


def from_environment() -> Plan:
    """The plan that the environment asks for."""
    return Plan(
        host=env.get("HOST"),
        port=env.get("PORT"),
        workers=env.get("WORKERS"),
        drain_seconds=env.get("JOBS_DRAIN_SECONDS"),
        run_dir=env.run_dir(),
    )

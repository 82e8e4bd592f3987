"""The real thing as processes: a served site and workers on the test's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from config import env
from tests.support.databases import database_url
from tests.support.waiting import wait_for


def environment(**extra: str) -> dict[str, str]:
    """What a process needs to work on this test's database."""
    return {**os.environ, "DATABASE_URL": database_url(), "PYTHONUNBUFFERED": "1", **extra}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Site:
    """A served site; `http` and `ws` are its addresses without a trailing slash."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"


def get(url: str) -> httpx.Response:
    """What `url` on this machine answers. Certificates, of which it has none, would take all but a fortieth of it."""
    return httpx.get(url, timeout=10.0, verify=False, trust_env=False)


def answers(url: str) -> bool:
    try:
        return get(url).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def served(**extra: str) -> Iterator[Site]:
    """The site under daphne on a free port, on the test's database."""
    port = free_port()
    listen = ["-b", "127.0.0.1", "-p", str(port)]
    command = [sys.executable, "-m", "config.web", "--verbosity", "0", *listen, "config.asgi:application"]
    with running(command, **extra) as process:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"), what="the site answers")
        yield Site(port, process)


@contextmanager
def worker(*arguments: str, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process on the test's database; ended with the block."""
    command = [sys.executable, "manage.py", "runworker", *arguments]
    with running(command, **{"WITHOUT_WEB": "true"} | extra) as process:
        yield process


@contextmanager
def running(command: list[str], **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the project's folder; at the end asked to stop, then made to."""
    process = subprocess.Popen(command, cwd=Path(env.BASE_DIR), env=environment(**extra), start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

"""Real `manage.py runworker` processes on this benchmark's database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from _cost import backends, cpu_of, spent
from _noop import KIND
from _site import ROOT

from tests.support.waiting import wait_for

START_SECONDS = 60.0
# As in production: with DEBUG, Django keeps every statement with its parameters.
PRODUCTION = {
    "DEBUG": "false",
    "ALLOWED_HOSTS": "localhost",
    "SECRET_KEY": "benchmark-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "JWT_SIGNING_KEY": "benchmark-only-9876543210-zyxwvutsrqponmlkjihgfedcba",
}


def start(*options: str, kind: str = KIND) -> subprocess.Popen[bytes]:
    """A worker for `kind`, or the kinds in it; it may not run yet."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks._settings", "WITHOUT_WEB": "true"} | PRODUCTION
    command = [sys.executable, "manage.py", "runworker", "--kinds", *kind.split(), *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


@contextmanager
def workers(count: int, *options: str, kind: str = KIND) -> Iterator[list[int]]:
    """The process ids of `count` idle workers for `kind`; they are stopped afterwards."""
    from jobs.models import Worker

    ids = [uuid4() for _ in range(count)]
    started = [start("--worker-id", str(each), *options, kind=kind) for each in ids]
    try:
        wait_for(
            lambda: Worker.objects.filter(pk__in=ids, state="running").count() == count,
            within=START_SECONDS,
            what="the workers run",
        )
        yield [process.pid for process in started]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(START_SECONDS)


class Meter:
    """CPU seconds of workers and of PostgreSQL since it was made."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids
        self._workers = cpu_of(pids)
        self._backends = backends()

    def microseconds_a_job(self, jobs: int) -> dict[str, float | None]:
        used = {
            "worker_cpu_us": spent(self._workers, cpu_of(self._pids)),
            "postgres_cpu_us": spent(self._backends, backends()),
        }
        return {name: None if seconds is None else seconds / jobs * 1e6 for name, seconds in used.items()}

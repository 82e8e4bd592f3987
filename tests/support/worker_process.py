"""Real worker processes on the test's database."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import uuid_utils.compat as uuid
from django.db import connection

from config import env
from jobs.models import Job, Worker
from jobs.queue.enqueue import NewJob, enqueue
from tests.support.databases import database_url
from tests.support.stalls import Stalls
from tests.support.users import make_user
from tests.support.waiting import wait_for

LEASE_SECONDS = 2.0
START_SECONDS = 60.0


@dataclass(slots=True)
class WorkerProcess:
    """`manage.py runworker` with the rough kinds; its leases are short."""

    log: Path
    process: subprocess.Popen[bytes]
    id: UUID = field(default_factory=uuid.uuid7)

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> WorkerProcess:
        wait_for(
            lambda: self.has_ended() or Worker.objects.filter(pk=self.id).exists(),
            within=START_SECONDS,
            what="the worker to register",
        )
        assert not self.has_ended(), self.output
        return self

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stands_still(self) -> bool:
        """Whether the signal to stop has reached all of its threads."""
        threads = psutil.Process(self.process.pid).threads()
        return all(psutil.Process(thread.id).status() == psutil.STATUS_STOPPED for thread in threads)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def ended(self, within: float = 20.0) -> int:
        """The exit status, once it ended."""
        wait_for(self.has_ended, within=within, what=f"the worker to end; it says {self.output[-2000:]}")
        return self.process.returncode


@dataclass(slots=True)
class Crew:
    """Starts workers and ends them all with the test."""

    place: Path
    undo: ExitStack

    def start(self, *arguments: str, url: str = "", ready: bool = True, **variables: str) -> WorkerProcess:
        worker_id = uuid.uuid7()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.support.worker_settings",
            "DATABASE_URL": url or database_url(),
            "JOBS_LEASE_SECONDS": str(LEASE_SECONDS),
            "LOG_LEVEL": "INFO",
            "WITHOUT_WEB": "true",
            **variables,
        }
        log = self.place / f"{worker_id}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "runworker", "--worker-id", str(worker_id), *arguments],
                cwd=env.BASE_DIR,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        worker = WorkerProcess(log, process, worker_id)
        self.undo.callback(worker.kill)
        return worker.wait_until_ready() if ready else worker

    def start_all(self, count: int, *arguments: str, ready: bool = True, **variables: str) -> list[WorkerProcess]:
        """Several at once, which is quicker than one after another."""
        made = [self.start(*arguments, ready=False, **variables) for _ in range(count)]
        return [worker.wait_until_ready() for worker in made] if ready else made


@contextmanager
def crew(place: Path) -> Iterator[Crew]:
    with ExitStack() as undo:
        yield Crew(place, undo)


def submitted(kind: str, seconds: float = 0.0, **fields: Any) -> Job:
    wanted: dict[str, Any] = {
        "payload": {"seconds": seconds},
        "payload_version": 1,
        "title": kind,
        "max_attempts": 3,
        "timeout_seconds": 120.0,
    }
    return enqueue(NewJob(owner_id=make_user().pk, kind=kind, **(wanted | fields))).job


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def wait_for_status(job: Job, *statuses: str, within: float = 20.0) -> Job:
    wait_for(lambda: fresh(job).status in statuses, within=within, what=f"{job.kind} to be {' or '.join(statuses)}")
    return fresh(job)


# One after the other, a fact needs whoever asks for it, the database, a worker, and the database again.
IN_TURN = 4


def seconds_until(fact: Any, *, within: float = 60.0, what: str = "") -> float:
    """What it takes a machine that does nothing else: what this one kept each of them waiting does not count."""
    began = time.monotonic()
    with Stalls() as stalls:
        wait_for(fact, within=within, what=what)
    return time.monotonic() - began - IN_TURN * stalls.seconds


def freeze(worker: WorkerProcess) -> None:
    """Suspend it. On SQLite not while it writes: nobody else could before it is woken."""

    def frozen() -> bool:
        worker.signal(signal.SIGSTOP)
        wait_for(worker.stands_still, what="every thread to stop")
        if connection.vendor != "sqlite":
            return True
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0.1, isolation_level=None)) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                worker.signal(signal.SIGCONT)
                return False
        return True

    wait_for(frozen, what="a moment in which the worker does not write")


def terminate_other_backends() -> int:
    """Cut every other connection to the test database; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])

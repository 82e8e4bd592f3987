"""Starts web and workers, restarts what dies, and stops all of them in order."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import time
from typing import Self, TextIO
from uuid import UUID

import psutil

from config.supervisor import plan
from config.supervisor.alarm import Alarm
from config.supervisor.child import Child, spawn
from config.supervisor.listening import Refused, answers, claim_port
from config.supervisor.plan import Plan
from config.supervisor.record import Process, Record

TICK_SECONDS = 0.25
KILL_AFTER_SECONDS = 5.0
PORT_PATIENCE_SECONDS = 5.0


class Supervisor:
    """Use as a context: it holds the checkout's lock within."""

    def __init__(self, wanted: Plan) -> None:
        self.plan = wanted
        self.children = [
            Child("web", lambda *_: wanted.web(), is_worker=False),
            *(Child(f"worker {n + 1}", wanted.worker, is_worker=True) for n in range(wanted.workers)),
        ]
        self._record_path = wanted.run_dir / "supervisor.json"

    def __enter__(self) -> Self:
        self.plan.run_dir.mkdir(exist_ok=True)
        self._lock: TextIO = (self.plan.run_dir / "supervisor.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise Refused(self._already_running()) from None
        self.alarm = Alarm()
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            child.send(signal.SIGKILL)
        self._lock.close()

    def _already_running(self) -> str:
        record = Record.read(self._record_path)
        where = f" (process {record.supervisor.pid}, {record.address})" if record else ""
        return f"It runs already in this directory{where}. Stop it first: make stop, or Ctrl-C where it runs."

    def run(self) -> int:
        """Serve until asked to stop; the exit status."""
        patience = PORT_PATIENCE_SECONDS if self._record_path.exists() else 0.0
        dead_workers = self._end_leftovers()
        claim_port(self.plan, self.alarm, patience)
        self.record = Record(Process.of(os.getpid()), self.plan.address)
        self.record.write(self._record_path)
        if (status := self._prepare(dead_workers)) != 0 or self.alarm.stops:
            self._record_path.unlink()
            return status
        self._watch()
        if self._stop():
            self._record_path.unlink()
        return 0

    def _end_leftovers(self) -> list[UUID]:
        """Ask children of a killed supervisor to end; the ids of its workers that are dead already."""
        record = Record.read(self._record_path)
        dead = []
        for child in record.children if record else []:
            if child.running():
                child.terminate()
            elif child.worker_id:
                dead.append(UUID(child.worker_id))
        return dead

    def _prepare(self, dead_workers: list[UUID]) -> int:
        process = spawn(plan.prepare(dead_workers))
        while (status := process.poll()) is None:
            self.alarm.wait(TICK_SECONDS)
            if self.alarm.stops:
                process.terminate()
        return status

    def _watch(self) -> None:
        while not self.alarm.stops:
            for child in self.children:
                if (status := child.ended()) is not None:
                    say(f"{child.name} ended ({_in_words(status)}); it is started again")
                if child.is_due():
                    child.start()
                    self._remember()
            if not self.record.ready and answers(self.plan):
                self.record.ready = True
                self._remember()
                say(f"Smart Task Queue is at {self.plan.address} (Ctrl-C stops it)")
            self.alarm.wait(TICK_SECONDS)

    def _remember(self) -> None:
        self.record.children = []
        for child in self.children:
            if child.process:
                with contextlib.suppress(psutil.NoSuchProcess):
                    self.record.children.append(Process.of(child.process.pid, child.worker_id))
        self.record.write(self._record_path)

    def _stop(self) -> bool:
        """Ask everyone to drain; a second request means now; whoever outlives its grace is killed.

        False when one was: the record then stays, so that the next start releases its leases.
        """
        orderly = True
        say("Stopping: running jobs may finish. Ctrl-C again stops at once.")
        self._send(signal.SIGTERM)
        deadline = time.monotonic() + self.plan.drain_seconds + KILL_AFTER_SECONDS
        asked = 1
        while alive := [child for child in self.children if child.process and child.process.poll() is None]:
            if self.alarm.stops > asked:
                asked = self.alarm.stops
                self._send(signal.SIGTERM)
                deadline = min(deadline, time.monotonic() + KILL_AFTER_SECONDS)
            if time.monotonic() > deadline:
                orderly = False
                say(f"Killed what did not stop: {', '.join(child.name for child in alive)}")
                self._send(signal.SIGKILL)
            self.alarm.wait(TICK_SECONDS)
        say("Stopped.")
        return orderly

    def _send(self, number: signal.Signals) -> None:
        for child in self.children:
            child.send(number)


def _in_words(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stdout, flush=True)

"""How long a job waits when its worker is killed: SIGKILL, again and again, on SQLite and PostgreSQL.

    python benchmarks/kill_recovery.py [--jobs 20] [--rounds 4] [--lease 2]

Two workers share card jobs whose calls take a second each. One worker is killed while it holds jobs, and another is
started in its place; a job's recovery is the database's time from the kill to the start of its next attempt. The bar
is the lease + 2 s. At the end every job must be completed with one card and one end. Prints p50, p95 and the longest
recovery in seconds and writes them to benchmarks/out/kill_recovery.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import django
from _site import ROOT, in_child, on_each_database, report

from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from datetime import datetime

ALLOWED_SECONDS = 2.0
PATIENCE = 90.0
CONCEPT = "A ferryman who has never crossed his own river"


class Workers:
    """Worker processes by the id under which the queue knows them."""

    def __init__(self, lease: float) -> None:
        self._running: dict[UUID, subprocess.Popen[bytes]] = {}
        self._environment = os.environ | {"JOBS_LEASE_SECONDS": str(lease), "OFFLINE_LATENCY_SECONDS": "1"}

    def start(self) -> None:
        """Start one more; returns once it has registered itself."""
        from jobs.models import Worker

        identity = uuid4()
        command = [sys.executable, "manage.py", "runworker", "--worker-id", str(identity)]
        self._running[identity] = subprocess.Popen(command, cwd=ROOT, env=self._environment)
        wait_for(lambda: Worker.objects.filter(pk=identity, state="running").exists(), within=PATIENCE, what="a worker")

    def kill_busiest(self) -> tuple[datetime, dict[UUID, int]]:
        """Kill the one with the most jobs: when, by the database's clock, and the attempts it left by job."""
        from jobs.models import Job, Lease
        from jobs.queue.clock import now

        held: dict[UUID, set[UUID]] = {identity: set() for identity in self._running}
        for worker_id, job_id in Lease.objects.values_list("worker_id", "job_id"):
            held.setdefault(worker_id, set()).add(job_id)
        busiest = max(self._running, key=lambda identity: len(held[identity]))
        victim = self._running.pop(busiest)
        moment = now()
        victim.kill()
        victim.wait()
        left = Lease.objects.filter(worker_id=busiest).values("job_id")
        return moment, dict(Job.objects.filter(pk__in=left).values_list("pk", "attempt"))

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(30)


def submit(jobs: int, owner_id: UUID) -> list[UUID]:
    """Submit card jobs; returns once all run and have a finished step to lose or keep."""
    from jobs.models import Job, StepCheckpoint
    from jobs.testing import enqueue

    payload = {"concept": CONCEPT, "lore_entries": 3}
    ids = [enqueue(owner_id, "character_card", payload=payload).pk for _ in range(jobs)]
    wait_for(
        lambda: jobs == Job.objects.filter(pk__in=ids, status="processing").count(), within=PATIENCE, what="all to run"
    )
    wait_for(lambda: StepCheckpoint.objects.filter(job_id__in=ids).exists(), within=PATIENCE, what="a finished step")
    return ids


def recoveries(killed_at: datetime, left: dict[UUID, int]) -> list[float]:
    """Seconds until each job `left` by a killed worker had its next attempt."""
    from jobs.models import Attempt

    def next_attempts() -> list[datetime]:
        rows = Attempt.objects.filter(job_id__in=left).values_list("job_id", "number", "started_at")
        return [started for job_id, number, started in rows if number == left[job_id] + 1]

    wait_for(lambda: len(next_attempts()) == len(left), within=PATIENCE, what="the next attempts")
    return [(started - killed_at).total_seconds() for started in next_attempts()]


def check_once(ids: list[UUID]) -> None:
    """Every job is completed, with one card and one end."""
    from generation.models import Card
    from jobs.models import Job, JobLog

    wait_for(
        lambda: len(ids) == Job.objects.filter(pk__in=ids).final().count(), within=PATIENCE, what="the jobs to end"
    )
    assert len(ids) == Job.objects.filter(pk__in=ids, status="completed").count(), "a job did not complete"
    assert len(ids) == Card.objects.filter(job_id__in=ids).count(), "a job has not exactly one card"
    assert len(ids) == JobLog.objects.filter(job_id__in=ids, type="done").count(), "a job ended twice"


def run(jobs: int, rounds: int, lease: float) -> dict[str, Any]:
    from accounts.models import User

    owner = User.objects.create_user("bench@example.org", None)
    workers = Workers(lease)
    seconds: list[float] = []
    with ExitStack() as undo:
        undo.callback(workers.stop)
        workers.start()
        workers.start()
        for _ in range(rounds):
            ids = submit(jobs, owner.pk)
            killed_at, left = workers.kill_busiest()
            seconds += recoveries(killed_at, left)
            workers.start()
            check_once(ids)
    cuts = statistics.quantiles(seconds, n=100)
    return {
        "kills": rounds,
        "jobs_lost": len(seconds),
        "lease_s": lease,
        "p50_s": round(cuts[49], 2),
        "p95_s": round(cuts[94], 2),
        "max_s": round(max(seconds), 2),
        "bar_s": lease + ALLOWED_SECONDS,
        "within_bar": max(seconds) <= lease + ALLOWED_SECONDS,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--lease", type=float, default=2.0)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options.jobs, options.rounds, options.lease)))
        return
    arguments = ["--jobs", str(options.jobs), "--rounds", str(options.rounds), "--lease", str(options.lease)]
    report("kill_recovery", on_each_database(__file__, *arguments))


if __name__ == "__main__":
    main()

"""How soon an idle worker begins a job: from the commit of its enqueue to the first line of its handler.

    python benchmarks/pickup.py [--jobs 120] [--databases ...]

One job at a time, for a real `manage.py runworker` that has nothing else to do. On PostgreSQL its limit goes beside it,
job by job in turns: `raw` is a process with two psycopg connections and no framework; one hears NOTIFY, the other
commits the claim of the job. Both times end after the commit of the claim. On SQLite a worker looks whether the
database changed every 20 ms. Prints milliseconds and the ratio of the medians and writes them to
benchmarks/out/pickup.json.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import django
from _figures import Row, publish
from _site import DATABASES, ROOT, in_child, on_each_database
from _workers import PRODUCTION

from tests.support.waiting import wait_for

WARM_UP = 10
# Longer than anything a worker does after a job, and never in step with its polls.
PAUSE_SECONDS = (0.03, 0.09)


def ours() -> float:
    """Milliseconds until a job of ours began."""
    from _backlog import asked_for
    from _noop import STAMP
    from django.db import transaction

    from jobs.models import Job
    from jobs.queue.enqueue import enqueue

    committed: list[float] = []
    (new,) = asked_for(1, STAMP)
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.time()))
        job = enqueue(new).job
    began = wait_for(lambda: Job.objects.filter(pk=job.pk).values_list("result", flat=True).get(), what="the job ends")
    return float((began - committed[0]) * 1000)


@contextmanager
def listening() -> Iterator[Callable[[], float]]:
    """Milliseconds until a job of the lean table was claimed by who listens."""
    import psycopg
    from _listener import CHANNEL
    from _raw_postgres import INSERT, LEAN_TABLES, new_rows

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(LEAN_TABLES)
        command = [sys.executable, "benchmarks/_listener.py"]
        listener = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)

        def take() -> float:
            (row,) = new_rows(1)
            connection.execute(INSERT, row)
            committed = time.time()
            connection.execute(f"NOTIFY {CHANNEL}")
            result = "SELECT result FROM bench_job WHERE id = %s AND result IS NOT NULL"
            (began,) = wait_for(lambda: connection.execute(result, row[:1]).fetchone(), what="the listener claims")
            return float((began - committed) * 1000)

        try:
            if listener.stdout is None or not listener.stdout.readline():
                raise SystemExit("The process that is to listen ended.")
            yield take
        finally:
            listener.terminate()
            listener.wait(10)


def measure(jobs: int) -> dict[str, Any]:
    from _noop import STAMP
    from _workers import workers

    with ExitStack() as stack:
        variants: dict[str, Callable[[], float]] = {}
        if os.environ["BENCHMARK_DATABASE"] == "postgresql":
            variants["raw"] = stack.enter_context(listening())
        stack.enter_context(workers(1, kind=STAMP))
        variants["ours"] = ours
        took: dict[str, list[float]] = {name: [] for name in variants}
        for number in range(jobs + WARM_UP):
            for name, take in variants.items():
                time.sleep(random.uniform(*PAUSE_SECONDS))
                milliseconds = take()
                if number >= WARM_UP:
                    took[name].append(milliseconds)
    return {"milliseconds": took}


def rows(found: dict[str, Any]) -> Iterator[Row]:
    limit = found["milliseconds"].get("raw")
    for name, taken in found["milliseconds"].items():
        p50 = statistics.median(taken)
        yield {
            "database": found["database"],
            "variant": name,
            "jobs": len(taken),
            "p50_ms": p50,
            "p95_ms": statistics.quantiles(taken, n=20)[18],
            "x raw": p50 / statistics.median(limit) if limit else None,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=120)
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options.jobs)))
        return
    os.environ |= PRODUCTION
    found = on_each_database(__file__, "--jobs", str(options.jobs), databases=tuple(options.databases))
    publish("pickup", [row for each in found for row in rows(each)], options=vars(options), samples=found)


if __name__ == "__main__":
    main()

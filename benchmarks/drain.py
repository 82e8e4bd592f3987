"""How fast jobs that do nothing are claimed, run and settled: our workers beside the limit of the database.

    python benchmarks/drain.py [--jobs 20000] [--rounds 3] [--concurrency 500] [--only VARIANT ...] [--databases ...]

A job keeps its row, its result and its log. `raw` is psycopg (or sqlite3) without a framework: one statement that ends
a batch of 100 and claims the next, on a lean table with one log row a job; `raw, our tables` the same statement on our
tables with all their indexes and constraints. Ours is a real `manage.py runworker`: every claim is committed before its
job runs, with lease, attempt and event. All variants of a database take turns in one run. Jobs become visible at once
to workers that wait; jobs/s count from the first claim to the last settle by the database's clock. CPU is microseconds
a job. Prints medians and ratios and writes them to benchmarks/out/drain.json.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django
from _figures import Sample, interleaved, publish, rows_of
from _site import DATABASES, folder, in_child, on_each_database

BATCH = 100
PATIENCE = 600.0


def ours(jobs: int, concurrency: int, processes: int) -> Sample:
    """`processes` workers, idle until the jobs are committed."""
    from _backlog import clear, fill, is_drained, seconds_of_drain
    from _workers import Meter, workers

    from tests.support.waiting import wait_for

    clear()
    with workers(processes, "--concurrency", str(concurrency)) as pids:
        meter = Meter(pids)
        fill(jobs)
        wait_for(is_drained, within=PATIENCE, what=f"{jobs} jobs are done")
        cpu = meter.microseconds_a_job(jobs)
        return {"jobs_per_second": jobs / seconds_of_drain(jobs), **cpu}


def raw_postgres(jobs: int, on_our_tables: bool) -> Sample:
    import _raw_postgres as raw
    import psycopg
    from _backlog import clear, fill
    from _cost import cpu_of, spent

    tables = raw.OURS if on_our_tables else raw.LEAN
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        if on_our_tables:
            clear()
            fill(jobs)
        else:
            raw.fill_lean(connection, jobs)
        server = [connection.info.backend_pid]
        client, backend = time.process_time(), cpu_of(server)
        raw.drain(connection, tables, BATCH)
        used, served = time.process_time() - client, spent(backend, cpu_of(server))
        return {
            "jobs_per_second": jobs / raw.seconds_of_drain(connection, tables, jobs),
            "worker_cpu_us": used / jobs * 1e6,
            "postgres_cpu_us": None if served is None else served / jobs * 1e6,
        }


def raw_sqlite(jobs: int) -> Sample:
    from _raw_sqlite import seconds_of_drain

    client = time.process_time()
    seconds = seconds_of_drain(folder(), jobs, BATCH)
    return {"jobs_per_second": jobs / seconds, "worker_cpu_us": (time.process_time() - client) / jobs * 1e6}


def variants(database: str, jobs: int, concurrency: int) -> dict[str, Callable[[], Sample]]:
    one = partial(ours, jobs, concurrency, 1)
    if database == "sqlite":
        return {"raw": partial(raw_sqlite, jobs), "ours": one}
    return {
        "raw": partial(raw_postgres, jobs, on_our_tables=False),
        "raw, our tables": partial(raw_postgres, jobs, on_our_tables=True),
        "ours": one,
        "ours, 2 workers": partial(ours, jobs, concurrency, 2),
    }


def measure(options: argparse.Namespace) -> dict[str, Any]:
    chosen = variants(os.environ["BENCHMARK_DATABASE"], options.jobs, options.concurrency)
    if options.only:
        chosen = {name: take for name, take in chosen.items() if name in {"raw", *options.only}}
    return {"samples": interleaved(chosen, options.rounds)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--concurrency", type=int, default=500, help="of a worker of ours")
    parser.add_argument("--only", nargs="+", default=[], metavar="VARIANT", help="`raw` and these")
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options)))
        return
    arguments = [
        "--jobs",
        str(options.jobs),
        "--rounds",
        str(options.rounds),
        "--concurrency",
        str(options.concurrency),
    ]
    if options.only:
        arguments += ["--only", *options.only]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    rows = [
        row for each in found for row in rows_of(each["samples"], "jobs_per_second", "raw", database=each["database"])
    ]
    publish("drain", rows, options=vars(options), samples=found)


if __name__ == "__main__":
    main()

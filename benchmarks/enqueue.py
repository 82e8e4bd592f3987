"""How fast jobs are accepted, one by one and many at once: ours beside the inserts of the database.

    python benchmarks/enqueue.py [--single 1000] [--bulk 100000] [--rounds 3] [--databases ...]

`raw` is psycopg (or sqlite3) without a framework on a lean table: the row of a job, its key and one index, no log. One
by one, each insert is a transaction of its own, as `enqueue` is: quota, place in the order of claiming, row, first
event, hint to the workers. At once is one transaction: COPY (on SQLite `executemany`) beside `enqueue_many`, which
writes the first event of each job too. All variants of a database take turns in one run. Prints medians and ratios and
writes them to benchmarks/out/enqueue.json.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import django
from _figures import Row, Sample, interleaved, publish, rows_of
from _site import DATABASES, folder, in_child, on_each_database
from _workers import PRODUCTION

if TYPE_CHECKING:
    import psycopg

UNLIMITED = {"JOBS_MAX_QUEUED_PER_OWNER": "1000000"}
Variants = dict[str, Callable[[], Sample]]


def rate(count: int, write: Callable[[], Any]) -> Sample:
    start = time.perf_counter()
    write()
    return {"jobs_per_second": count / (time.perf_counter() - start)}


def single(count: int) -> Sample:
    """A transaction each, by an owner whose quota is counted."""
    from _backlog import asked_for, clear

    from jobs.queue.enqueue import enqueue

    clear()
    asked = [replace(new, beyond_limit=False) for new in asked_for(count)]

    def write() -> None:
        for new in asked:
            enqueue(new)

    return rate(count, write)


def bulk(count: int) -> Sample:
    from _backlog import asked_for, clear

    from jobs.queue.enqueue import enqueue_many

    clear()
    asked = asked_for(count)
    return rate(count, lambda: enqueue_many(asked))


@contextmanager
def lean() -> Iterator[psycopg.Connection[Any]]:
    """A connection that commits each statement, with the lean tables empty."""
    import _raw_postgres as raw
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(raw.LEAN_TABLES)
        yield connection


def postgres_single(count: int) -> Sample:
    import _raw_postgres as raw

    with lean() as connection:

        def write() -> None:
            for row in raw.new_rows(count):
                connection.execute(raw.INSERT, row, prepare=True)

        return rate(count, write)


def postgres_executemany(count: int) -> Sample:
    import _raw_postgres as raw

    with lean() as connection:

        def write() -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(raw.INSERT, raw.new_rows(count))

        return rate(count, write)


def postgres_copy(count: int) -> Sample:
    import _raw_postgres as raw

    with lean() as connection:
        return rate(count, lambda: raw.copy_lean(connection, count))


def sqlite_single(count: int) -> Sample:
    import _raw_sqlite as raw

    with raw.fresh(folder()) as connection:

        def write() -> None:
            for row in raw.new_rows(count):
                connection.execute(raw.FILL, row)

        return rate(count, write)


def sqlite_executemany(count: int) -> Sample:
    import _raw_sqlite as raw

    with raw.fresh(folder()) as connection:
        return rate(count, lambda: raw.fill(connection, count))


def variants(database: str, options: argparse.Namespace) -> dict[str, Variants]:
    """By the way they go: one by one, and all at once."""
    one, many = partial(single, options.single), partial(bulk, options.bulk)
    if database == "sqlite":
        return {
            "one by one": {"raw": partial(sqlite_single, options.single), "ours": one},
            "at once": {"raw": partial(sqlite_executemany, options.bulk), "ours": many},
        }
    return {
        "one by one": {"raw": partial(postgres_single, options.single), "ours": one},
        "at once": {
            "raw": partial(postgres_copy, options.bulk),
            "raw, executemany": partial(postgres_executemany, options.bulk),
            "ours": many,
        },
    }


def measure(options: argparse.Namespace) -> dict[str, Any]:
    ways = variants(os.environ["BENCHMARK_DATABASE"], options)
    return {"samples": {way: interleaved(chosen, options.rounds) for way, chosen in ways.items()}}


def rows(found: dict[str, Any]) -> Iterator[Row]:
    for way, samples in found["samples"].items():
        yield from rows_of(samples, "jobs_per_second", "raw", database=found["database"], way=way)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--single", type=int, default=1_000, help="jobs one by one")
    parser.add_argument("--bulk", type=int, default=100_000, help="jobs at once")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options)))
        return
    os.environ |= PRODUCTION | UNLIMITED
    arguments = [f"--single={options.single}", f"--bulk={options.bulk}", f"--rounds={options.rounds}"]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("enqueue", [row for each in found for row in rows(each)], options=vars(options), samples=found)


if __name__ == "__main__":
    main()

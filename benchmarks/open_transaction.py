"""How fast a worker drains while somebody's transaction stays open, so that nothing dead can be removed. PostgreSQL.

    python benchmarks/open_transaction.py [--jobs 20000] [--rounds 3] [--concurrency 500]

The transaction has a snapshot from after the enqueue: every row and index entry that claims and settles leave behind
stays, and lies before what is claimable. A real `manage.py runworker --drain`; jobs/s of the whole drain, of its first
tenth and of its last, by the database's clock, with and without such a transaction in turns. Prints medians and ratios
and writes them to benchmarks/out/open_transaction.json.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any

import django
from _figures import Row, Sample, interleaved, publish, rows_of
from _site import in_child, on_each_database
from _workers import PRODUCTION

NORMAL = "normal"


@contextmanager
def open_transaction() -> Iterator[None]:
    """A session that has looked at the database and stays in its transaction."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SELECT 1")
        yield
        connection.execute("ROLLBACK")


def drain(jobs: int, concurrency: int, held: bool) -> Sample:
    from _backlog import between, clear, fill, seconds_of_drain
    from _workers import start

    from jobs.models import Job

    clear()
    fill(jobs)
    with open_transaction() if held else nullcontext():
        if start("--drain", "--concurrency", str(concurrency)).wait():
            raise SystemExit("The worker failed.")
    whole = jobs / seconds_of_drain(jobs)
    ended: list[datetime] = list(Job.objects.order_by("finished_at").values_list("finished_at", flat=True))
    tenth = jobs // 10
    return {
        "jobs_per_second": whole,
        "first_tenth": tenth / between(ended[0], ended[tenth]),
        "last_tenth": tenth / between(ended[-1 - tenth], ended[-1]),
    }


def measure(options: argparse.Namespace) -> dict[str, Any]:
    take = partial(drain, options.jobs, options.concurrency)
    chosen = {NORMAL: partial(take, held=False), "a transaction open": partial(take, held=True)}
    return {"samples": interleaved(chosen, options.rounds)}


def rows(samples: dict[str, list[Sample]]) -> list[Row]:
    """Of the whole drain, and of its last tenth, where most lies in the way."""
    whole = rows_of(samples, "jobs_per_second", NORMAL)
    last = rows_of(samples, "last_tenth", NORMAL)
    at_end = f"x {NORMAL}, last tenth"
    return [row | {at_end: of_last[f"x {NORMAL}"]} for row, of_last in zip(whole, last, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--concurrency", type=int, default=500)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options)))
        return
    os.environ |= PRODUCTION
    arguments = [f"--jobs={options.jobs}", f"--rounds={options.rounds}", f"--concurrency={options.concurrency}"]
    (found,) = on_each_database(__file__, *arguments, databases=("postgresql",))
    publish("open_transaction", rows(found["samples"]), options=vars(options), samples=found["samples"])


if __name__ == "__main__":
    main()

"""How fast jobs that do nothing are drained by one worker process: ours beside other queues, in one run.

    python benchmarks/rivals.py [--jobs 10000] [--rounds 3] [--only NAME ...]

Each queue takes its turn in a fresh database, at the fastest setting of its own that we found (benchmarks/rivals/),
and counts from the start of the first job to the end of the last, as its own rows say. Ours is a real
`manage.py runworker`, as in drain.py. What each keeps of a job differs: ours, django-tasks-db and celery keep its
result, procrastinate its row and events, pgqueuer its log, graphile-worker nothing; celery's Redis is as durable as it
is set to be. The slow ones get a tenth of the jobs. The environments are made under benchmarks/.rivals. What cannot be
installed or reached is named with the reason. Prints medians, and how many times as fast ours is, and writes them to
benchmarks/out/rivals.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial

import django
from _figures import Row, Sample, interleaved, median, publish, ratio
from _rival import Rival, Unavailable, by_npm
from _site import in_child, on_each_database

OURS = "ours"
CONCURRENCY = 500
TRIAL_JOBS = 100
RIVALS = (
    Rival("procrastinate", "procrastinate_app.py", ("procrastinate==3.10.0", "psycopg[binary]==3.3.9"), 60, fewer=10),
    Rival(
        "django-tasks-db",
        "django_tasks_app.py",
        ("django-tasks-db[compat]==0.13.0", "Django==5.2.19", "psycopg[binary]==3.3.9"),
        60,
        fewer=10,
    ),
    Rival("celery + Redis", "celery_app.py", ("celery[redis]==5.7.0",), 25, fewer=10),
    Rival("pgqueuer", "pgqueuer_app.py", ("pgqueuer==1.6.0", "asyncpg==0.32.0", "uvloop==0.23.0"), 1.5),
    Rival("graphile-worker", "graphile_worker_app.mjs", ("graphile-worker@0.18.0", "pg@8"), 1.0, installed=by_npm),
)


def ours(jobs: int) -> Sample:
    """In a fresh database and a process of its own, as the others."""
    (found,) = on_each_database(__file__, f"--jobs={jobs}", databases=("postgresql",))
    return {"jobs_per_second": found["jobs_per_second"]}


def available(rivals: list[Rival]) -> tuple[list[Rival], dict[str, str]]:
    """Those that drain a few jobs here, and why the others do not."""
    able, reasons = [], {}
    for rival in rivals:
        print(f"trying {rival.name}", file=sys.stderr, flush=True)
        try:
            rival.drain(TRIAL_JOBS)
        except Unavailable as error:
            reasons[rival.name] = str(error)
        else:
            able.append(rival)
    return able, reasons


def rows(samples: dict[str, list[Sample]]) -> list[Row]:
    goals = {rival.name: rival.goal for rival in RIVALS}
    found = []
    for name, taken in samples.items():
        speeds = [value for each in taken if (value := each["jobs_per_second"])]
        row: Row = {"queue": name, "jobs_per_second": median(speeds), "least": min(speeds), "most": max(speeds)}
        if name != OURS:
            times = ratio(samples[OURS], taken, "jobs_per_second")
            row |= {"ours is x": times, "goal": goals[name], "met": times is not None and times >= goals[name]}
        found.append(row)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], choices=[rival.name for rival in RIVALS])
    options = parser.parse_args()
    if in_child():
        django.setup()
        from drain import ours as drained

        print(json.dumps(drained(options.jobs, CONCURRENCY, 1)))
        return
    able, reasons = available([rival for rival in RIVALS if not options.only or rival.name in options.only])
    variants: dict[str, Callable[[], Sample]] = {OURS: partial(ours, options.jobs)}
    variants |= {rival.name: partial(rival.drain, options.jobs) for rival in able}
    samples = interleaved(variants, options.rounds)
    publish("rivals", rows(samples), options=vars(options), samples=samples, not_measured=reasons)
    for name, reason in reasons.items():
        print(f"not measured: {name}: {reason}")


if __name__ == "__main__":
    main()

"""How long a card takes beside the longest chain of its calls. SQLite and PostgreSQL.

    python benchmarks/card_wall_time.py [--entries 18] [--seconds 0.5] [--rounds 5] [--databases ...]

One real `manage.py runworker` a database with a provider that answers in `--seconds`; cards one after the other. `path`
is the critical path: the calls that had to wait for each other (analyse, outline, plan of the lore, lore, each review
and repair) times `--seconds`; nothing can be faster. `wall` is from claim to settle by the database's clock. Prints
medians and writes them to benchmarks/out/card_wall_time.json. The bar: wall at most 1.3 times the path.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from typing import Any

import django
from _cards import KIND, ask, finished
from _figures import median, publish
from _site import DATABASES, in_child, on_each_database
from _workers import PRODUCTION

PATIENCE = 120.0
BAR = 1.3
# Steps that wait for the one before; beside them run profile, greetings and examples.
CHAIN = re.compile(r"(analyse|outline|lore_plan|lore(?=-\d)|review-\d+|repair-\d+)")


def measure(entries: int, rounds: int) -> dict[str, Any]:
    from _backlog import between
    from _workers import workers

    from jobs.models import Job, LedgerEntry
    from tests.support.waiting import wait_for

    cards = []
    with workers(1, "--concurrency", "1", kind=KIND):
        for number in range(1, rounds + 1):
            ask(1, lore_entries=entries)
            wait_for(lambda number=number: finished() == number, within=PATIENCE, what=f"{number} cards are done")
            job = Job.objects.filter(kind=KIND).latest("id")
            calls = list(LedgerEntry.objects.filter(job_id=job.pk).values_list("step", flat=True))
            chain = {match[1] for step in calls if (match := CHAIN.match(step))}
            if job.started_at is None or job.finished_at is None:
                raise SystemExit("A finished job has no times.")
            cards.append({"wall": between(job.started_at, job.finished_at), "chain": len(chain), "calls": len(calls)})
    return {"cards": cards}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=18)
    parser.add_argument("--seconds", type=float, default=0.5, help="of a call")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options.entries, options.rounds)))
        return
    os.environ |= PRODUCTION | {"LLM_PROVIDER": "offline", "OFFLINE_LATENCY_SECONDS": str(options.seconds)}
    arguments = ["--entries", str(options.entries), "--rounds", str(options.rounds)]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    rows = []
    for each in found:
        paths = [card["chain"] * options.seconds for card in each["cards"]]
        ratios = [card["wall"] / path for card, path in zip(each["cards"], paths, strict=True)]
        rows.append(
            {
                "database": each["database"],
                "entries": options.entries,
                "calls": median(card["calls"] for card in each["cards"]),
                "path_s": median(paths),
                "wall_s": median(card["wall"] for card in each["cards"]),
                "x path": median(ratios),
                "worst": max(ratios),
                "bar": BAR,
            }
        )
    publish("card_wall_time", rows, options=vars(options), samples=found)


if __name__ == "__main__":
    main()

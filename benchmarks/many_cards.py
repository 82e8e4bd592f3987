"""How much memory one worker takes while it writes many cards at once. SQLite and PostgreSQL.

    python benchmarks/many_cards.py [--cards 200] [--entries 18] [--seconds 0.5] [--databases ...]

One real `manage.py runworker` a database that may do `--cards` jobs at once, with a provider that answers in
`--seconds`. `at_once` is the most that were seen under way, `peak_mib` the most memory the process ever had in RAM, as
the kernel counted it. Prints them and writes them to benchmarks/out/many_cards.json. The bar: 200 cards at once within
400 MiB. Only Linux tells.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import django
from _cards import KIND, ask, finished
from _figures import publish
from _site import DATABASES, in_child, on_each_database
from _workers import PRODUCTION

PATIENCE = 1800.0
LOOK_SECONDS = 0.5
BAR_MIB = 400.0


def measure(cards: int, entries: int) -> dict[str, Any]:
    from _cost import memory_mib
    from _workers import workers

    from jobs.models import Job

    with workers(1, "--concurrency", str(cards), kind=KIND) as (pid,):
        idle = memory_mib(pid)["mib"]
        ask(cards, lore_entries=entries)
        began, at_once = time.monotonic(), 0
        while finished() < cards:
            at_once = max(at_once, Job.objects.filter(kind=KIND, status="processing").count())
            if time.monotonic() - began > PATIENCE:
                raise SystemExit(f"Only {finished()} of {cards} cards were done in {PATIENCE:.0f} s.")
            time.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - began
        return {"at_once": at_once, "seconds": seconds, "idle_mib": idle, "peak_mib": peak_mib(pid)}


def peak_mib(pid: int) -> float | None:
    """The most memory that a process ever had in RAM."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=200)
    parser.add_argument("--entries", type=int, default=18)
    parser.add_argument("--seconds", type=float, default=0.5, help="of a call")
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options.cards, options.entries)))
        return
    os.environ |= PRODUCTION | {"LLM_PROVIDER": "offline", "OFFLINE_LATENCY_SECONDS": str(options.seconds)}
    arguments = ["--cards", str(options.cards), "--entries", str(options.entries)]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    rows = [{**each, "cards": options.cards, "bar_mib": BAR_MIB} for each in found]
    publish("many_cards", rows, options=vars(options))


if __name__ == "__main__":
    main()

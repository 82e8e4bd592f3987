"""How long each metric takes over HTTP among a million finished jobs: SQLite and PostgreSQL.

    python benchmarks/metrics.py [--jobs 1000000] [--within 100000] [--days 90] [--requests 30]

The jobs are of fifty owners and four times `--days`, with attempts, entries and calls; one owner has `--within` in the
last `--days`. A served site (daphne), one client that asks for every metric in turns: an owner's last weeks,
read from rows, the owner's `--days`, everybody's `--days` and year, in a time zone that is off by half an hour. Prints
p50 and p95 in milliseconds and writes them to benchmarks/out/metrics.json, with how long rolling up and checking took.
The target: p95 of an owner's `--days` under 200 ms on PostgreSQL and 1 s on SQLite.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import django
import httpx
from _figures import publish
from _site import DATABASES, in_child, on_each_database, served

ZONE = "Asia/Kolkata"
MONTH, YEAR = 28, 366
TARGET_MS = {"postgresql": 200.0, "sqlite": 1000.0}
WARM_UP = 2


def timed(client: httpx.Client, address: str, headers: dict[str, str]) -> float:
    """Milliseconds until the whole answer is here."""
    start = time.perf_counter()
    answer = client.get(address, headers=headers)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200 or not answer.json()["meaning"]:
        raise SystemExit(f"{address} answered {answer.status_code}: {answer.text[:300]}")
    return took


def measure(base: str, token: str, days: int, requests: int) -> dict[tuple[str, str], list[float]]:
    from jobs.services.metrics import METRICS

    asked = {
        f"owner, {MONTH} days": (MONTH, ""),
        f"owner, {days} days": (days, ""),
        f"everybody, {days} days": (days, "&owner=all"),
        f"everybody, {YEAR} days": (YEAR, "&owner=all"),
    }
    took: dict[tuple[str, str], list[float]] = {}
    last = datetime.now(UTC).date()
    with httpx.Client(base_url=base, timeout=120) as client:
        for number in range(requests + WARM_UP):
            for scope, (span, owner) in asked.items():
                first = last - timedelta(days=span - 1)
                for metric in METRICS:
                    address = f"/api/v1/metrics/{metric}?from={first}&to={last}&timezone={ZONE}{owner}"
                    milliseconds = timed(client, address, {"Authorization": f"Bearer {token}"})
                    if number >= WARM_UP:
                        took.setdefault((scope, metric), []).append(milliseconds)
    return took


def run(options: argparse.Namespace) -> dict[str, Any]:
    from _past import fill

    from accounts.models import User
    from accounts.services.api_tokens import create
    from jobs.services.rollups import catch_up, differences

    owner = User.objects.create_superuser("owner@example.org", None)
    start = time.perf_counter()
    fill(owner.pk, options.jobs, options.within, options.days)
    filled = time.perf_counter()
    steps = list(catch_up())
    rolled_up = time.perf_counter()
    wrong = [str(difference) for difference in differences()]
    checked = time.perf_counter()
    if wrong:
        raise SystemExit(f"{len(wrong)} sums differ from the rows, such as {wrong[0]}.")
    _, token = create(owner, name="bench")
    with served() as site:
        took = measure(site.http, token, options.days, options.requests)
    rows = []
    for (scope, metric), values in took.items():
        cuts = statistics.quantiles(values, n=100)
        rows.append({"scope": scope, "metric": metric, "p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1)})
    seconds = {"fill": filled - start, "roll_up": rolled_up - filled, "check": checked - rolled_up}
    return {"rows": rows, "steps": len(steps), "seconds": {name: round(value, 1) for name, value in seconds.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1_000_000)
    parser.add_argument("--within", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options)))
        return
    sizes = [f"--{name}={getattr(options, name)}" for name in ("jobs", "within", "days", "requests")]
    results = on_each_database(__file__, *sizes, databases=tuple(options.databases))
    rows = [{"database": result["database"], **row} for result in results for row in result["rows"]]
    made = {result["database"]: {"steps": result["steps"], "seconds": result["seconds"]} for result in results}
    publish("metrics", rows, options=vars(options), load=os.getloadavg(), roll_ups=made)
    print(json.dumps(made))
    late = [
        row for row in rows
        if row["scope"].startswith(f"owner, {options.days} ") and row["p95_ms"] >= TARGET_MS[row["database"]]
    ]  # fmt: skip
    if late:
        raise SystemExit(f"The target is missed by {', '.join(row['metric'] for row in late)}.")


if __name__ == "__main__":
    main()

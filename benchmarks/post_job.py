"""How long `POST /api/v1/jobs` takes, beside a view that only inserts one row: SQLite and PostgreSQL.

    python benchmarks/post_job.py [--requests 400]

A served site (daphne) on a database of its own; one client that submits a character card and calls the bare view
in turns, each over the same kept connection. Prints p50 and p95 in milliseconds and writes them to
benchmarks/out/post_job.json. The target: p95 of a submission under 100 ms; no model is asked before the answer.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from typing import Any

import django
import httpx
from _site import DATABASES, in_child, on_each_database, report, served

ADDRESSES = {"post_job": "/api/v1/jobs", "bare_insert": "/api/v1/bare-insert"}
BODY = {
    "kind": "character_card",
    "payload": {"concept": "Sir Galahad, a medieval knight in an enchanted forest", "lore_entries": 18},
    "tags": ["bench", "knight"],
}
WARM_UP = 20
TARGET_MS = 100.0
UNLIMITED = {"THROTTLE_SUBMISSION": "1000000/minute", "JOBS_MAX_QUEUED_PER_OWNER": "1000000"}


def timed(client: httpx.Client, address: str, number: int) -> float:
    """Milliseconds until the whole answer is here."""
    start = time.perf_counter()
    answer = client.post(address, json=BODY, headers={"Idempotency-Key": f"{address} {number}"})
    took = (time.perf_counter() - start) * 1000
    if answer.status_code not in {201, 202}:
        raise SystemExit(f"{address} answered {answer.status_code}: {answer.text[:300]}")
    return took


def measure(base: str, token: str, requests: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in ADDRESSES}
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        for number in range(requests + WARM_UP):
            for name, address in ADDRESSES.items():
                milliseconds = timed(client, address, number)
                if number >= WARM_UP:
                    took[name].append(milliseconds)
    return took


def run(requests: int) -> dict[str, Any]:
    from accounts.models import User
    from accounts.services.api_tokens import create

    _, token = create(User.objects.create_user("bench@example.org", None), name="bench")
    with served("benchmarks._bare:application") as site:
        took = measure(site.http, token, requests)
    figures: dict[str, Any] = {"requests": requests}
    for name, values in took.items():
        cuts = statistics.quantiles(values, n=100)
        figures |= {f"{name}_p50_ms": round(cuts[49], 1), f"{name}_p95_ms": round(cuts[94], 1)}
    return figures | {"target_ms": TARGET_MS, "met": figures["post_job_p95_ms"] < TARGET_MS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options.requests)))
        return
    os.environ |= UNLIMITED
    rows = on_each_database(__file__, "--requests", str(options.requests), databases=DATABASES)
    report("post_job", rows)
    if not all(row["met"] for row in rows):
        raise SystemExit(f"The target of {TARGET_MS:.0f} ms is missed.")


if __name__ == "__main__":
    main()

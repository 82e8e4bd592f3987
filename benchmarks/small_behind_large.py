"""How soon a small job begins that was submitted behind a document of 2,500 parts. SQLite and PostgreSQL.

    python benchmarks/small_behind_large.py [--parts 2500] [--seconds 0.2] [--jobs 10] [--databases ...]

One real `manage.py runworker` of ten places; somebody's document fills them all, with a provider that answers in
`--seconds`. Somebody else submits `--jobs` small documents of one part, one after another. Milliseconds from the commit
of each to the first line of its handler, median and longest, beside the same with nothing else to do. Prints them and
writes them to benchmarks/out/small_behind_large.json. The bar: it begins within five seconds.
"""

from __future__ import annotations

import argparse
import json
import os
from typing import Any

import django
from _figures import publish
from _site import DATABASES, in_child, on_each_database
from _workers import PRODUCTION

BAR_MS = 5000.0
CHUNK = 400


def measure(options: argparse.Namespace) -> dict[str, Any]:
    from _documents import KINDS, ask, text_of
    from _workers import workers

    from tests.support.waiting import wait_for

    with workers(1, "--concurrency", "10", kind=KINDS) as _:
        alone = begun(options.jobs)
        large = ask(text_of(options.parts * CHUNK), max_chunk_chars=CHUNK, concurrency=20)
        wait_for(lambda: _at_work(large.pk) >= 5, within=120, what="the document's parts are at work")
        behind = begun(options.jobs)
        large.refresh_from_db()
        if large.is_final:
            raise SystemExit("The document ended before the small jobs: take more --parts or --seconds.")
        return {
            "parts": large.children_total,
            "alone_ms": _median(alone),
            "behind_ms": _median(behind),
            "behind_longest_ms": max(behind),
            "parts_open_then": large.children_open,
            "bar_ms": BAR_MS,
            "met": max(behind) < BAR_MS,
        }


def begun(count: int) -> list[float]:
    """Milliseconds from the acceptance of each small document to its first attempt, for somebody with no other work."""
    from uuid import uuid4

    from accounts.models import User
    from generation.services.analyze import analyze
    from generation.services.documents import store_document
    from jobs.models import Attempt
    from tests.support.waiting import wait_for

    owner, took = User.objects.create_user(f"{uuid4().hex}@example.org", None), []
    for _ in range(count):
        document = store_document(owner.pk, "small.txt", f"A small text, {uuid4().hex}.").document
        job = analyze(owner.pk, document.pk, {"template": "summary"}).job
        first = wait_for(Attempt.objects.filter(job=job).first, within=300, what="the small job begins")
        took.append((first.started_at - job.created_at).total_seconds() * 1000)
    return took


def _at_work(job_id: Any) -> int:
    from jobs.models import Job

    return Job.objects.filter(parent_id=job_id, status="processing").count()


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, default=2500)
    parser.add_argument("--seconds", type=float, default=0.2, help="of a call")
    parser.add_argument("--jobs", type=int, default=10)
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options)))
        return
    os.environ |= PRODUCTION | {"LLM_PROVIDER": "bench-reader", "BENCH_READER_SECONDS": str(options.seconds)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks._settings"
    arguments = ["--parts", str(options.parts), "--seconds", str(options.seconds), "--jobs", str(options.jobs)]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("small_behind_large", found, options=vars(options))


if __name__ == "__main__":
    main()

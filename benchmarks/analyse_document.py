"""How long a large document takes, from its bytes to its report: one worker and two, SQLite and PostgreSQL.

    python benchmarks/analyse_document.py [--megabytes 10] [--chunk 4000] [--seconds 0.05] [--concurrency 10]

Real `manage.py runworker` processes with a provider that answers in `--seconds`. `begin_s` is from the first claim to
the commit of the fan-out: reading, splitting, entering the parts. `parts_s` is from there to the end of the last part,
and `of_ideal` that by chunks x seconds / places. `peak_mib` is the most memory a worker ever had in RAM, `speedup` one
worker's `parts_s` by two workers'. Prints them and writes them to benchmarks/out/analyse_document.json. The bars:
begin under 5 s, two workers within 1.5 of the ideal and 1.8 times as fast as one, a worker within 250 MiB.
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
from many_cards import peak_mib

FIGURES = ("begin_s", "parts_s", "join_s", "of_ideal", "peak_mib", "worker_cpu_us", "postgres_cpu_us")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    from _documents import text_of

    text = text_of(int(options.megabytes * 1_000_000))
    one, two = (_analysed(text, count, options) for count in (1, 2))
    return {
        "chunks": two["chunks"],
        **{f"one_{name}": one[name] for name in FIGURES},
        **{f"two_{name}": two[name] for name in FIGURES},
        "speedup": one["parts_s"] / two["parts_s"],
    }


def _analysed(text: str, count: int, options: argparse.Namespace) -> dict[str, float]:
    from _documents import KINDS, ask, figures, finished
    from _workers import Meter, workers

    places = count * options.concurrency
    with workers(count, "--concurrency", str(options.concurrency), kind=KINDS) as pids:
        meter = Meter(pids)
        job = ask(text, max_chunk_chars=options.chunk, concurrency=places)
        found = figures(finished(job))
        ideal = found["chunks"] * options.seconds / places
        used = meter.microseconds_a_job(int(found["chunks"]))
        peak = max(peak_mib(pid) or 0 for pid in pids)
        return {**found, **used, "of_ideal": found["parts_s"] / ideal, "peak_mib": peak}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--chunk", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=0.05, help="of a call")
    parser.add_argument("--concurrency", type=int, default=10, help="of one worker")
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options)))
        return
    os.environ |= PRODUCTION | {"LLM_PROVIDER": "bench-reader", "BENCH_READER_SECONDS": str(options.seconds)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks._settings"
    given = {name: value for name, value in vars(options).items() if name != "databases"}
    arguments = [part for name, value in given.items() for part in (f"--{name}", str(value))]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("analyse_document", found, options=vars(options))


if __name__ == "__main__":
    main()

"""How much memory a worker takes: idle, and after thousands of jobs. SQLite and PostgreSQL.

    python benchmarks/memory.py [--jobs 20000 50000 100000] [--databases ...]

One real `manage.py runworker` a database; its memory in RAM is read once it is idle, and again each time it has done
all jobs so far. Of `mib`, `own_mib` is what no file holds: the rest is programs, libraries and, on SQLite, up to
128 MiB of the database itself, which is mapped. Prints MiB and writes them to benchmarks/out/memory.json. The bar:
60 MiB idle, and flat after that. Only Linux tells.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from typing import Any

import django
from _figures import Row, publish
from _site import DATABASES, in_child, on_each_database
from _workers import PRODUCTION

from tests.support.waiting import wait_for

PATIENCE = 600.0
# By then an idle worker has looked at everything it looks at now and then.
REST_SECONDS = 4.0
BAR_MIB = 60.0


def measure(steps: list[int], concurrency: int) -> dict[str, Any]:
    from _backlog import fill, is_drained
    from _cost import memory_mib
    from _workers import workers

    with workers(1, "--concurrency", str(concurrency)) as (pid,):
        time.sleep(REST_SECONDS)
        after = {0: memory_mib(pid)}
        for jobs in sorted(steps):
            fill(jobs - max(after))
            wait_for(is_drained, within=PATIENCE, what=f"{jobs} jobs are done")
            time.sleep(REST_SECONDS)
            after[jobs] = memory_mib(pid)
    return {"after": [{"jobs_done": jobs} | used for jobs, used in after.items()]}


def rows(found: dict[str, Any]) -> Iterator[Row]:
    idle = found["after"][0]["mib"]
    for each in found["after"]:
        ratio = each["mib"] / idle if idle and each["mib"] else None
        yield {"database": found["database"], **each, "x idle": ratio, "bar_idle_mib": BAR_MIB}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, nargs="+", default=[20_000, 50_000, 100_000], help="done in all by then")
    parser.add_argument("--concurrency", type=int, default=500)
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options.jobs, options.concurrency)))
        return
    os.environ |= PRODUCTION
    arguments = ["--concurrency", str(options.concurrency), "--jobs", *map(str, options.jobs)]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("memory", [row for each in found for row in rows(each)], options=vars(options), samples=found)


if __name__ == "__main__":
    main()

"""What a worker with nothing to do costs: CPU and statements, on SQLite and PostgreSQL.

    python benchmarks/idle_worker.py [--seconds 20]

One worker in this process on an empty database of its own. Prints CPU in percent of one core and statements a
second (PostgreSQL's BEGIN and COMMIT not counted) and writes them to benchmarks/out/idle_worker.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from collections import Counter
from typing import Any

import django
from _site import DATABASES, in_child, on_each_database, report

WARM_UP_SECONDS = 3.0


class Statements:
    """Counts what each thread asks the database, by its first word."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def watch(self, connection: Any, **_signal: Any) -> None:
        if self._note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._note)

    def _note(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        with self._lock:
            self.seen[" ".join(sql.split()[:1])] += 1
        return execute(sql, parameters, many, context)


async def idle(seconds: float, statements: Statements) -> dict[str, Any]:
    from jobs.worker.options import Options
    from jobs.worker.runner import Runner

    runner = Runner(Options())
    working = asyncio.create_task(runner.run())
    await asyncio.sleep(WARM_UP_SECONDS)
    statements.seen.clear()
    began, cpu = time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    took, used = time.monotonic() - began, time.process_time() - cpu
    seen = dict(statements.seen)
    runner.stop()
    await working
    return {
        "seconds": round(took, 1),
        "cpu_percent": round(100 * used / took, 2),
        "statements_per_second": round(sum(seen.values()) / took, 1),
        "by_verb": {verb: round(count / took, 1) for verb, count in sorted(seen.items())},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    if not in_child():
        report("idle_worker", on_each_database(__file__, "--seconds", str(options.seconds), databases=DATABASES))
        return
    django.setup()
    from django.db.backends.signals import connection_created

    statements = Statements()
    connection_created.connect(statements.watch)
    print(json.dumps(asyncio.run(idle(options.seconds, statements))))


if __name__ == "__main__":
    main()

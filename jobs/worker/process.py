"""A worker as an operating system process: signals in, exit code out."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from jobs.worker.heartbeat import EXIT_STUCK
from jobs.worker.options import Options
from jobs.worker.runner import Runner

logger = logging.getLogger(__name__)

WAITING_SECONDS = 1.0


def run_worker(options: Options) -> None:
    """Run one worker in this process. SIGTERM and SIGINT drain; a second one releases what runs at once."""

    async def main() -> None:
        runner = Runner(options)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, runner.stop)
        await runner.run()
        if runner.has_leftovers:
            # Python would wait for them for ever: threads cannot be ended, and some tasks refuse to be.
            logger.critical("ends with handlers still running; what they report now is not written")
            logging.shutdown()
            os._exit(EXIT_STUCK)

    wait_until_migrated()
    # What is loaded by now stays: looked through again and again, it took a third of the time of short jobs.
    gc.collect()
    gc.freeze()
    asyncio.run(main())


def wait_until_migrated() -> None:
    """Return once the database answers and has this version's tables; say every few seconds what is awaited."""
    while missing := _missing():
        logger.warning("waiting: %s", missing)
        time.sleep(WAITING_SECONDS)


def _missing() -> str:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        return f"the database does not answer ({str(error).strip()})"
    finally:
        connection.close()
    return f"{len(plan)} migrations are not applied yet; run `manage.py migrate`" if plan else ""


def run_processes(count: int, options: dict[str, Any]) -> int:
    """Run `count` workers as child processes with the same options; the highest of their exit codes."""
    command = [sys.executable, sys.argv[0], "runworker", "--concurrency", str(options["concurrency"])]
    if options["kinds"]:
        command += ["--kinds", *options["kinds"]]
    if options["drain"]:
        command.append("--drain")
    children = [subprocess.Popen(command, start_new_session=True) for _ in range(count)]  # noqa: S603 - our own command

    def forward(number: int, _frame: FrameType | None) -> None:
        for child in children:
            if child.poll() is None:
                child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, forward)
    return max(abs(child.wait()) for child in children)

"""A worker as an operating system process: signals in, exit code out."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from types import FrameType
from typing import Any

from jobs.worker.runner import Options, Runner


def run_worker(options: Options) -> None:
    """Run one worker in this process. SIGTERM and SIGINT drain; a second one releases what runs at once."""

    async def main() -> None:
        runner = Runner(options)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, runner.stop)
        await runner.run()

    asyncio.run(main())


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

"""The command line of the supervisor: run here, start detached, stop."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.supervisor.listening import Refused
from config.supervisor.plan import PYTHON, Plan, from_environment
from config.supervisor.record import Record
from config.supervisor.supervisor import KILL_AFTER_SECONDS, Supervisor, say

START_SECONDS = 120.0
POLL_SECONDS = 0.1


def run(wanted: Plan) -> int:
    with Supervisor(wanted) as supervisor:
        return supervisor.run()


def start(wanted: Plan) -> int:
    """Run detached; return once it serves, with what it said until then."""
    wanted.run_dir.mkdir(exist_ok=True)
    log = wanted.run_dir / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [PYTHON, "-m", "config.supervisor"],
            cwd=env.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and not _serves(wanted, process.pid) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    say(log.read_text().strip())
    if process.poll() is not None:
        return process.returncode or 1
    say(f"Runs in the background; its log is {log}. make stop ends it.")
    return 0


def _serves(wanted: Plan, pid: int) -> bool:
    record = Record.read(wanted.run_dir / "supervisor.json")
    return record is not None and record.supervisor.pid == pid and record.ready


def stop(wanted: Plan) -> int:
    """Ask the running supervisor to drain and stop; return when it has."""
    record = Record.read(wanted.run_dir / "supervisor.json")
    process = record.supervisor.running() if record else None
    if process is None:
        say("Nothing runs here.")
        return 0
    process.terminate()
    process.wait(wanted.drain_seconds + 2 * KILL_AFTER_SECONDS)
    say("Stopped.")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="config.supervisor", description=__doc__)
    parser.add_argument("verb", nargs="?", default="run", choices=["run", "start", "stop"])
    verb = {"run": run, "start": start, "stop": stop}[parser.parse_args().verb]
    try:
        return verb(from_environment())
    except (Refused, ImproperlyConfigured) as cause:
        say(str(cause))
        return 1


if __name__ == "__main__":
    sys.exit(main())

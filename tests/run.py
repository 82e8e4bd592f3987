"""`make test`: the suite on SQLite and again on a real PostgreSQL, and what could not run, in words.

    python -m tests.run [--no-coverage] [pytest options]

Under REQUIRE_ALL=1 whatever could not run fails. Coverage of both runs is combined; below the threshold of
pyproject.toml it fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.support import postgres

ROOT = Path(__file__).resolve().parent.parent
COVERAGE_DATA = ROOT / ".run" / "coverage"
NOTHING_COLLECTED = 5


class Suite:
    """Both runs of the tests; `failures` says in words what went wrong."""

    def __init__(self, options: list[str], *, coverage: bool) -> None:
        self.options = options
        self.coverage = coverage
        self.failures: list[str] = []
        self.not_run: list[str] = []

    def run(self) -> int:
        """Run everything and return the exit status."""
        began = time.monotonic()
        if self.coverage:
            shutil.rmtree(COVERAGE_DATA, ignore_errors=True)
            COVERAGE_DATA.mkdir(parents=True)
        self._pytest("SQLite", {"DATABASE_URL": ""}, [])
        self._on_postgres()
        if self.coverage:
            self._report_coverage()
        return self._verdict(time.monotonic() - began)

    def _on_postgres(self) -> None:
        try:
            with postgres.server() as found:
                title = f"PostgreSQL ({found.origin})"
                self._pytest(title, {"DATABASE_URL": found.url}, ["--second-database"])
        except postgres.Unavailable as cause:
            self.not_run.append(f"every test on PostgreSQL: {cause}")

    def _pytest(self, title: str, environ: Mapping[str, str], extra: list[str]) -> None:
        print(f"\n=== {title}", flush=True)
        python = [sys.executable, "-m", *(["coverage", "run", "-m"] if self.coverage else [])]
        with tempfile.NamedTemporaryFile("r", suffix=".txt") as not_run:
            # In one word: pytest would take a path on its own for a test, and its folder for the root.
            command = [*python, "pytest", *extra, f"--not-run={not_run.name}", *self.options]
            status = subprocess.run(command, cwd=ROOT, env=os.environ | environ, check=False).returncode
            self.not_run += [f"{line.strip()} (on {title})" for line in not_run]
        if status not in {0, NOTHING_COLLECTED}:
            self.failures.append(f"tests failed on {title}")

    def _report_coverage(self) -> None:
        coverage = [sys.executable, "-m", "coverage"]
        subprocess.run([*coverage, "combine", "-q"], cwd=ROOT, check=False)
        for report in (["html", "-q", "--fail-under=0"], ["xml", "-q", "--fail-under=0"]):
            subprocess.run([*coverage, *report], cwd=ROOT, check=False)
        if subprocess.run([*coverage, "report"], cwd=ROOT, check=False).returncode != 0:
            self.failures.append("coverage is below the threshold in pyproject.toml, or could not be read")

    def _verdict(self, seconds: float) -> int:
        print(f"\n=== {seconds:.0f} s")
        for line in self.not_run:
            print(f"could not run: {line}")
        if self.not_run and os.environ.get("REQUIRE_ALL") == "1":
            self.failures.append("REQUIRE_ALL=1, and the above could not run on this machine")
        for line in self.failures:
            print(f"failed: {line}")
        if not self.failures:
            print("passed")
        return 1 if self.failures else 0


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.run", description="Run the tests on SQLite and PostgreSQL.")
    parser.add_argument("--no-coverage", action="store_true")
    arguments, options = parser.parse_known_args()
    signal.signal(signal.SIGTERM, _interrupt)  # unwinds, so that a server started here is stopped
    try:
        return Suite(options, coverage=not arguments.no_coverage).run()
    except KeyboardInterrupt:
        print("\ninterrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main())

"""`make test`: the suite on SQLite and on a real PostgreSQL, side by side, and what could not run, in words.

    python -m tests.run [--no-coverage] [--jobs N] [pytest options]

What depends on the database runs on each of the two; what tells the same on every database runs once; what mostly waits
(races, processes) apart from the rest. Under REQUIRE_ALL=1 whatever could not run fails.

Coverage is of two parts, the tests that depend on the database on PostgreSQL and those that tell the same on every one,
and there of the tests that `tests.support.measuring` chooses; below the threshold of pyproject.toml it fails.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.support import postgres, template
from tests.support.waiting import INTERVAL

ROOT = Path(__file__).resolve().parent.parent
COVERAGE_DATA = ROOT / ".run" / "coverage"
NOTHING_COLLECTED = 5
# Two more than two cores can run: crashes and journeys mostly wait.
AT_ONCE = 4


def _environment() -> dict[str, str]:
    """Ours, but what was compiled is kept: else each of some two hundred processes compiles all of it anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Part:
    """One run of pytest: `select` is what `tests.support.selection` takes as `--part`.

    Measuring coverage takes four fifths more time: what repeats on a second database, or in races, crashes and
    journeys, what other parts have shown to work is not measured.
    """

    title: str
    select: str
    template: str
    database_url: str = ""
    measured: bool = False
    folder: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, folder: Path, options: list[str], *, coverage: bool) -> None:
        self.folder = folder
        self.folder.mkdir()
        python = [sys.executable, "-m", *(["coverage", "run", "-m"] if coverage and self.measured else [])]
        # In one word: pytest would take a path on its own for a test, and its folder for the root.
        selection = [f"--part={self.select}", f"--not-run={self.folder / 'not-run'}"]
        with (self.folder / "output").open("wb") as output:
            self.process = subprocess.Popen(
                [*python, "pytest", *selection, *options],
                cwd=ROOT,
                env=_environment() | {"DATABASE_URL": self.database_url, template.VARIABLE: self.template},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def failed(self) -> bool:
        return self.process is None or self.process.returncode not in {0, NOTHING_COLLECTED}

    def output(self) -> str:
        return (self.folder / "output").read_text(errors="replace")

    def not_run(self) -> list[str]:
        noted = self.folder / "not-run"
        return [f"{line} (on {self.title})" for line in noted.read_text().splitlines()] if noted.exists() else []

    def stop(self) -> None:
        """Interrupt it, as Ctrl-C would, and wait until it has cleaned up."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()


class Suite:
    """All parts, `at_once` of them side by side; `failures` says in words what went wrong."""

    def __init__(self, options: list[str], *, coverage: bool, at_once: int) -> None:
        self.options = options
        self.coverage = coverage
        self.at_once = at_once
        self.failures: list[str] = []
        self.not_run: list[str] = []
        self.cpu = 0.0

    def run(self) -> int:
        """Run everything and return the exit status."""
        began = time.monotonic()
        if self.coverage:
            shutil.rmtree(COVERAGE_DATA, ignore_errors=True)
            COVERAGE_DATA.mkdir(parents=True)
        with ExitStack() as stack:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self._run_parts(self._parts(stack, place), place)
        if self.coverage:
            self._report_coverage()
        return self._verdict(time.monotonic() - began)

    def _parts(self, stack: ExitStack, place: Path) -> list[Part]:
        """What takes longest first, one that waits beside each that computes, so that they end together."""
        found: postgres.Found | None = None
        on_postgresql = ""
        with ThreadPoolExecutor() as side_by_side:
            making = side_by_side.submit(template.on_sqlite, place)
            try:
                found = stack.enter_context(postgres.server())
                on_postgresql = stack.enter_context(template.on_postgresql(found.url))
            except postgres.Unavailable as cause:
                self.not_run.append(f"every test on PostgreSQL: {cause}")
            on_sqlite = making.result()
        sqlite = Part("SQLite", "each", on_sqlite)
        sqlite_waits = [Part("SQLite, crashes", "crashes", on_sqlite), Part("SQLite, races", "races", on_sqlite)]
        processes = Part("processes", "processes", on_sqlite)
        once = Part("any database", "once", on_sqlite, measured=True)
        if found is None:
            sqlite.measured = True
            return [sqlite, processes, once, *sqlite_waits]
        print(f"=== PostgreSQL: {found.origin}")
        postgresql = Part("PostgreSQL", "each", on_postgresql, found.url, measured=True)
        crashes = Part("PostgreSQL, crashes", "crashes", on_postgresql, found.url)
        races = Part("PostgreSQL, races", "races", on_postgresql, found.url)
        return [postgresql, processes, crashes, once, sqlite, *sqlite_waits, races]

    def _run_parts(self, waiting: list[Part], place: Path) -> None:
        running: list[Part] = []
        try:
            while waiting or running:
                while waiting and len(running) < self.at_once:
                    running.append(waiting.pop(0))
                    running[-1].start(place / str(len(waiting)), self.options, coverage=self.coverage)
                    print(f"=== {running[-1].title}: running", flush=True)
                for part in [part for part in running if part.ended]:
                    running.remove(part)
                    self._finish(part)
                time.sleep(INTERVAL)
        finally:
            for part in running:
                part.stop()

    def _finish(self, part: Part) -> None:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = ended.ru_utime + ended.ru_stime
        print(f"\n=== {part.title}: {cpu - self.cpu:.0f} s of CPU\n{part.output()}", flush=True)
        self.cpu = cpu
        self.not_run += part.not_run()
        if part.failed:
            self.failures.append(f"tests failed on {part.title}")

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
    parser.add_argument("--jobs", type=int, default=AT_ONCE, help="parts side by side")
    arguments, options = parser.parse_known_args()
    signal.signal(signal.SIGTERM, _interrupt)  # unwinds, so that a server started here is stopped
    try:
        return Suite(options, coverage=not arguments.no_coverage, at_once=arguments.jobs).run()
    except KeyboardInterrupt:
        print("\ninterrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main())

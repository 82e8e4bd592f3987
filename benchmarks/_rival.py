"""Other queues, each in an environment of its own under benchmarks/.rivals, which is made once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from _figures import Sample
from _site import ROOT, fresh

FOLDER = ROOT / "benchmarks" / "rivals"
ENVIRONMENTS = ROOT / "benchmarks" / ".rivals"
REDIS_URL = "redis://127.0.0.1:6379"
# Longer than a rival waits for its own worker, which it then ends.
PATIENCE = 900.0


class Unavailable(Exception):
    """A rival cannot be installed or run here; the message says why."""


def by_pip(home: Path, requirements: tuple[str, ...]) -> str:
    """The Python of a virtual environment at `home` with `requirements`."""
    python = home / "bin" / "python"
    if _is_new(home, requirements):
        _run([sys.executable, "-m", "venv", str(home)])
        _run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *requirements])
        _note(home, requirements)
    return str(python)


def by_npm(home: Path, requirements: tuple[str, ...]) -> str:
    """Node; `requirements` are at `home`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Unavailable("there is no Node with npm here")
    if _is_new(home, requirements):
        _run([npm, "install", "--silent", "--prefix", str(home), *requirements])
        _note(home, requirements)
    return node


@dataclass(frozen=True, slots=True)
class Rival:
    """`script` in benchmarks/rivals drains N jobs and prints `{jobs, seconds}`.

    `goal` is how many times as fast ours is to be. It gets one in `fewer` of the jobs, so that slow ones end.
    """

    name: str
    script: str
    requirements: tuple[str, ...]
    goal: float
    fewer: int = 1
    installed: Callable[[Path, tuple[str, ...]], str] = by_pip

    def drain(self, jobs: int) -> Sample:
        """Jobs/s in a fresh database, from the first job's start to the last one's end."""
        jobs = max(1, jobs // self.fewer)
        home = ENVIRONMENTS / Path(self.script).stem
        interpreter = self.installed(home, self.requirements)
        with fresh("postgresql") as url:
            environment = {"REDIS_URL": REDIS_URL} | os.environ | {"DATABASE_URL": url, "PACKAGES": str(home)}
            done = _run([interpreter, self.script, str(jobs)], FOLDER, environment)
        told = next((json.loads(line) for line in reversed(done.splitlines()) if line.startswith("{")), {})
        if told.get("jobs") != jobs:
            raise Unavailable(f"{told.get('jobs')} of {jobs} jobs were done")
        return {"jobs_per_second": jobs / told["seconds"]}


def _is_new(home: Path, requirements: tuple[str, ...]) -> bool:
    """Whether nothing, or something else, is installed; it is removed then."""
    installed = home / "requirements.json"
    if installed.exists() and json.loads(installed.read_text()) == list(requirements):
        return False
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return True


def _note(home: Path, requirements: tuple[str, ...]) -> None:
    (home / "requirements.json").write_text(json.dumps(requirements))


def _run(command: list[str], folder: Path = ROOT, environment: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(str(error)) from error
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise Unavailable(said[-1] if said else f"exit status {done.returncode}")
    return done.stdout

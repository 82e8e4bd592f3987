"""The container's start, run as a process against a real PostgreSQL that is started late."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.guide import copy_project
from tests.support.site import answers, get
from tests.support.waiting import wait_for

pytestmark = pytest.mark.once
Start = Callable[..., subprocess.Popen[str]]
PRODUCTION = {
    "DEBUG": "false",
    "HTTPS_ONLY": "false",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECRET_KEY": "test-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "JWT_SIGNING_KEY": "test-only-9876543210-zyxwvutsrqponmlkjihgfedcba",
}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `entrypoint.sh` in a role, with variables; ended on leaving.

    In a copy: it collects the static files, which other tests would find half written here.
    """
    project = tmp_path / "project"
    copy_project(project)
    processes: list[subprocess.Popen[str]] = []

    def start(role: str, database_port: int, **variables: str) -> subprocess.Popen[str]:
        environ = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{database_port}/postgres",
            "HOST": "127.0.0.1",
            "WEB_PROCESSES": "1",
            "RUN_DIR": str(tmp_path),
            **variables,
        }
        processes.append(
            subprocess.Popen(
                [project / "entrypoint.sh", role],
                cwd=project,
                env=environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        process.terminate()
        process.communicate(timeout=40)


class TestWeb:
    def test_waits_for_a_database_that_starts_late_then_serves(self, start: Start) -> None:
        """Its pages too, in production, though nobody collected the static files."""
        database_port, site = postgres.free_port(), f"http://127.0.0.1:{(port := postgres.free_port())}"
        process = start("web", database_port, PORT=str(port), **PRODUCTION)
        with postgres.started(postgres.binaries(), database_port):
            ready = f"{site}/readyz"
            wait_for(lambda: process.poll() is not None or answers(ready), within=90, what="the web role to serve")
            assert process.poll() is None
            self.shows_pages_with_their_styles(site)
            process.terminate()
            assert process.wait(40) == 0

    def shows_pages_with_their_styles(self, site: str) -> None:
        page = get(f"{site}/sign-in")
        assert 200 == page.status_code
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
        assert styles
        assert {200} == {get(f"{site}{path}").status_code for path in styles}
        assert 404 == get(f"{site}/nothing-here").status_code

    def test_gives_up_in_words_when_no_database_comes(self, start: Start) -> None:
        port = postgres.free_port()
        output, _ = start("web", port, DATABASE_WAIT_SECONDS="0.5").communicate(timeout=60)
        assert f"The database at 127.0.0.1:{port} did not answer within 0.5 s" in output
        assert "Check DATABASE_URL" in output
        assert "Traceback" not in output


class TestPrepare:
    def test_migrates_once_when_two_start_at_one_instant(self, start: Start) -> None:
        port = postgres.free_port()
        with postgres.started(postgres.binaries(), port):
            both = [start("prepare", port), start("prepare", port)]
            outputs = [process.communicate(timeout=90)[0] for process in both]
        assert [process.returncode for process in both] == [0, 0], outputs
        assert sorted("Applying jobs.0001_initial" in output for output in outputs) == [False, True]
        assert sum("No migrations to apply" in output for output in outputs) == 1

"""`make run` as real processes: web and workers are started, watched, replaced and stopped together.

Each start boots several processes, so a class tells one story over one start as far as that goes.
"""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import answers
from tests.support.supervised import Site, site
from tests.support.waiting import wait_for

pytestmark = pytest.mark.once
PATIENCE = 60.0


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path / "run") as made:
        yield made


@pytest.fixture(scope="class")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that serves, for the whole class."""
    with site(tmp_path_factory.mktemp("served")) as made:
        made.start()
        yield made


def worker_state(place: Site, worker_id: str) -> str | None:
    """What the queue knows of a worker; None before it reported itself."""
    with sqlite3.connect(place.database_url.removeprefix("sqlite:///")) as database:
        row = database.execute("SELECT state FROM jobs_worker WHERE id = ?", [worker_id.replace("-", "")]).fetchone()
    return row[0] if row else None


def registered_worker(place: Site) -> str:
    """Wait until the running worker reported itself; its id."""

    def running() -> str | None:
        identity = place.worker().worker_id or ""
        return identity if worker_state(place, identity) == "running" else None

    return wait_for(running, within=PATIENCE, what="the worker to report itself") or ""


class TestRun:
    def test_serves_and_shows_a_first_login(self, served: Site) -> None:
        wait_for(lambda: answers(f"{served.address}/healthz"))
        assert f"Smart Task Queue is at {served.address}/" in served.output
        assert re.search(r"staff login: admin@localhost, password \S{10,}", served.output)

    def test_is_refused_while_another_runs_here(self, served: Site) -> None:
        refused = served.command()
        assert refused.returncode == 1
        assert f"It runs already in this directory (process {served.pid}" in refused.stdout
        assert "make stop" in refused.stdout

    def test_replaces_a_dead_worker_and_tells_the_queue(self, served: Site) -> None:
        lost = registered_worker(served)
        served.worker().kill()
        wait_for(lambda: worker_state(served, lost) == "lost", within=PATIENCE, what="the dead worker to be buried")
        assert registered_worker(served) != lost
        assert "worker 1 ended (signal SIGKILL); it is started again" in served.output

    def test_replaces_a_dead_web_process(self, served: Site) -> None:
        next(child for child in served.children() if child.worker_id is None).kill()
        wait_for(lambda: "web ended (signal SIGKILL)" in served.output)
        wait_for(lambda: answers(f"{served.address}/healthz"), within=PATIENCE, what="the web process to be replaced")

    def test_drains_and_ends_on_ctrl_c(self, served: Site) -> None:
        worker, children = registered_worker(served), served.children()
        assert served.stop(signal.SIGINT) == 0
        assert [child.running() for child in children] == [None, None]
        assert worker_state(served, worker) == "stopped"
        assert served.record() is None


class TestRefusal:
    def test_names_the_port_that_is_taken_and_another(self, place: Site) -> None:
        with socket.create_server(("127.0.0.1", place.port)):
            refused = place.command()
        assert refused.returncode == 1
        assert f"Cannot listen on 127.0.0.1:{place.port}" in refused.stdout
        assert f"make run PORT={place.port + 1}" in refused.stdout


class TestKill:
    def test_of_the_supervisor_ends_its_children_and_of_all_is_tidied_up(self, place: Site) -> None:
        place.start()
        registered_worker(place)
        children = place.children()
        place.kill()
        wait_for(lambda: not any(child.running() for child in children), within=PATIENCE, what="the children to end")

        place.start()
        lost = registered_worker(place)
        for child in place.children():
            child.kill()
        place.kill()

        started = place.command("start")
        assert f"Smart Task Queue is at {place.address}/" in started.stdout
        wait_for(lambda: worker_state(place, lost) == "lost", within=PATIENCE, what="the dead worker to be buried")
        assert registered_worker(place) != lost
        assert place.command("stop").returncode == 0
        assert not answers(f"{place.address}/healthz")
        assert place.output.count("staff login") == 1

    def test_of_nothing_is_no_fault(self, place: Site) -> None:
        assert place.command("stop").stdout == "Nothing runs here.\n"

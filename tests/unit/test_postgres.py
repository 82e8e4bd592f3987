"""The PostgreSQL that `make test` finds or starts."""

import os
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.support import postgres
from tests.support.waiting import wait_for


class TestServer:
    def test_is_the_one_named_when_one_is_named(self) -> None:
        with postgres.server({"TEST_DATABASE_URL": "postgres://somewhere/else"}) as found:
            assert found == postgres.Found("postgres://somewhere/else", "TEST_DATABASE_URL")


class TestStarted:
    def test_answers_and_is_gone_afterwards(self, tmp_path: Path) -> None:
        with postgres.started(postgres.binaries()) as url:
            with psycopg.connect(url) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
            assert row is not None
            place = Path(row[0]).parent
            pid = int((place / "data" / "postmaster.pid").read_text().splitlines()[0])
            assert psutil.Process(pid).uids().real == (65534 if os.geteuid() == 0 else os.getuid())
        assert not place.exists()
        wait_for(lambda: not psutil.pid_exists(pid), what="the server to end")

    def test_is_removed_when_the_run_is_interrupted(self) -> None:
        with pytest.raises(KeyboardInterrupt), postgres.started(postgres.binaries()) as url:
            raise KeyboardInterrupt
        assert not postgres.may_create_databases(url)

    def test_refuses_binaries_that_do_not_run(self, tmp_path: Path) -> None:
        programs = tmp_path / "install" / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
        (programs / "initdb").chmod(0o755)
        (programs / "postgres").touch(mode=0o755)
        with pytest.raises(postgres.Unavailable, match="broken"), postgres.started(programs):
            pass

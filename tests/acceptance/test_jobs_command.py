"""`manage.py jobs` as a shell has it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from config import env
from tests.support.databases import database_url
from tests.support.queue import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def jobs(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "jobs", *arguments],
        cwd=env.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestTail:
    def test_ends_quietly_by_an_interrupt(self) -> None:
        tailing = jobs("tail", str(running().job_id))
        assert tailing.stdout is not None
        assert "Accepted" in tailing.stdout.readline()
        tailing.send_signal(signal.SIGINT)
        _, complaints = tailing.communicate(timeout=30)
        assert (130, "") == (tailing.returncode, complaints)


class TestShow:
    def test_refuses_what_is_no_id_as_shells_expect(self) -> None:
        showing = jobs("show", "12")
        _, complaints = showing.communicate(timeout=30)
        assert 2 == showing.returncode
        assert "argument id: invalid UUID value: '12'" in complaints

"""`manage.py generate_card` as a shell has it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config import env
from jobs.models import Job
from tests.support.databases import database_url
from tests.support.users import make_user
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

CONCEPT = "Sir Galahad, a medieval knight in an enchanted forest"


def generate_card(*arguments: str, latency: float = 0.0) -> subprocess.Popen[str]:
    make_user(is_staff=True)
    return subprocess.Popen(
        [sys.executable, "manage.py", "generate_card", CONCEPT, *arguments],
        cwd=env.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url(), "OFFLINE_LATENCY_SECONDS": str(latency)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestGenerateCard:
    def test_writes_a_card_without_a_worker(self, tmp_path: Path) -> None:
        making = generate_card("--inline", "--lore-entries", "18", "--out", str(tmp_path / "knight.png"))
        said, progress = making.communicate(timeout=60)
        assert 0 == making.returncode, progress
        assert said.startswith("Sir Galahad: 18 lore entries, $0")
        assert "18 of 18 lore entries written" in progress
        assert (tmp_path / "knight.png").stat().st_size > 20_000

    def test_says_at_an_interrupt_that_the_job_goes_on(self) -> None:
        making = generate_card()
        job = wait_for(Job.objects.first, what="the job is there")
        assert making.stderr is not None
        assert str(job.pk) in making.stderr.readline()
        making.send_signal(signal.SIGINT)
        _, complaints = making.communicate(timeout=30)
        assert 130 == making.returncode
        assert f"Job {job.pk} goes on" in complaints
        assert "Traceback" not in complaints
        assert "pending" == Job.objects.get().status

    def test_gives_the_job_back_when_it_is_interrupted_at_work(self) -> None:
        making = generate_card("--inline", latency=5.0)
        wait_for(lambda: Job.objects.filter(status="processing").exists(), what="the work began")
        making.send_signal(signal.SIGINT)
        _, complaints = making.communicate(timeout=30)
        job = Job.objects.get()
        assert (130, "pending", 0) == (making.returncode, job.status, job.failures), complaints
        assert f"Job {job.pk} waits for a worker" in complaints

    def test_refuses_a_bad_flag_as_shells_expect(self) -> None:
        making = generate_card("--pov", "fourth")
        _, complaints = making.communicate(timeout=30)
        assert 2 == making.returncode
        assert "--pov" in complaints

"""Real worker processes are killed, frozen, stopped, cut off and poisoned; nothing is lost or done twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.models import Attempt, Job, JobLog, Lease, LedgerEntry, Worker
from jobs.services.workers import bury
from jobs.testing import stage_now
from tests.support.queue import assert_consistent
from tests.support.waiting import wait_for
from tests.support.worker_process import (
    LEASE_SECONDS,
    Crew,
    crew,
    fresh,
    seconds_until,
    submitted,
    wait_for_status,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Crew]:
    with crew(tmp_path) as made:
        yield made


def is_at_step_three(job: Job) -> bool:
    return JobLog.objects.filter(job_id=job.pk, message="three started").exists()


class TestKill:
    def test_is_noticed_within_the_lease_and_resumed_at_the_lost_step(self, workers: Crew):
        job = submitted("steps", seconds=60)
        first, _second = workers.start(), workers.start()
        wait_for(lambda: is_at_step_three(job), within=40)
        holder = Lease.objects.get().worker_id
        (first if first.id == holder else _second).kill()

        took = seconds_until(lambda: fresh(job).status != "processing" or fresh(job).lease_id is None, within=40)

        assert took <= LEASE_SECONDS + 2
        stage_now(job)
        job = wait_for_status(job, "completed")
        assert [{"one": 1}, {"two": 1}, {"three": 2}] == job.result
        assert (2, 1, 1) == (job.attempt, job.failures, job.losses)
        assert ["lost", "completed"] == list(Attempt.objects.order_by("number").values_list("outcome", flat=True))
        assert 1 == JobLog.objects.filter(job_id=job.pk, type="done").count()
        assert ["abandoned", "settled", "settled", "settled"] == sorted(
            LedgerEntry.objects.values_list("state", flat=True)
        )
        assert_consistent(job.pk)

    def test_that_the_supervisor_saw_is_resumed_within_two_seconds(self, workers: Crew):
        job = submitted("steps", seconds=60)
        first = workers.start(JOBS_LEASE_SECONDS="60")
        wait_for(lambda: is_at_step_three(job), within=40)
        workers.start(JOBS_LEASE_SECONDS="60")
        first.kill()

        assert 1 == bury(first.id)

        assert seconds_until(lambda: fresh(job).status == "completed") <= 2
        assert "lost" == Worker.objects.get(pk=first.id).state

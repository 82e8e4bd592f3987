"""Real worker processes are killed, frozen, stopped, cut off and poisoned; nothing is lost or done twice."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from django.db import connection

from jobs.models import Attempt, Job, JobLog, JobTag, Lease, LedgerEntry, StepCheckpoint, Worker
from jobs.queue import control
from jobs.services.workers import bury
from jobs.testing import stage_now
from tests.support import postgres
from tests.support.databases import elsewhere
from tests.support.queue import assert_consistent
from tests.support.waiting import wait_for
from tests.support.worker_process import (
    LEASE_SECONDS,
    Crew,
    crew,
    freeze,
    fresh,
    seconds_until,
    submitted,
    terminate_other_backends,
    wait_for_status,
)

STORM_SECONDS = 3.0

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Crew]:
    with crew(tmp_path) as made:
        yield made


def done() -> int:
    return Job.objects.filter(status="completed").count()


def nap_of(job: Job) -> dict[str, int] | None:
    """The processes in which its handler naps, once it does."""
    line = JobLog.objects.filter(job_id=job.pk, message="napping").last()
    return line.data if line else None


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def is_at_step_three(job: Job) -> bool:
    """Its third step's call is under way."""
    return LedgerEntry.objects.filter(job_id=job.pk, step="three", state="reserved").exists()


class TestKill:
    def test_is_noticed_within_the_lease_and_resumed_at_the_lost_step(self, workers: Crew):
        job = submitted("steps", seconds=60)
        crew = workers.start_all(2)
        wait_for(lambda: is_at_step_three(job), within=40)
        next(worker for worker in crew if worker.id == Lease.objects.get().worker_id).kill()

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
        crew = workers.start_all(2, JOBS_LEASE_SECONDS="60")
        wait_for(lambda: is_at_step_three(job), within=40)
        killed = next(worker for worker in crew if worker.id == Lease.objects.get().worker_id)
        killed.kill()

        assert 1 == bury(killed.id)

        assert seconds_until(lambda: fresh(job).status == "completed") <= 2
        assert "lost" == Worker.objects.get(pk=killed.id).state

    @pytest.mark.once
    def test_by_three_poison_jobs_spares_five_hundred_good_ones_beside_them(self, workers: Crew):
        """Workers of twenty jobs at once, replaced when they die, as the supervisor does.

        Each death takes neighbours along. What was lost twice has a process of its own from then on: there a good job
        ends well, and a poison job takes nobody with it.
        """
        poison = [submitted("poison", seconds=seconds, priority="urgent") for seconds in (0.3, 0.6, 0.9)]
        good = [submitted("tagging", seconds=2.0, priority="urgent") for _ in range(8)]
        good += [submitted("tagging", seconds=0.05) for _ in range(492)]
        crew = workers.start_all(2, "--concurrency", "20", ready=False)
        deaths = 0

        def all_are_final() -> bool:
            nonlocal deaths
            for dead in [worker for worker in crew if worker.has_ended()]:
                assert 139 == dead.ended()
                deaths += 1
                crew.remove(dead)
                bury(dead.id)
                crew.append(workers.start("--concurrency", "20", ready=False))
            return not Job.objects.live().exists()

        wait_for(all_are_final, within=240, what="all jobs to end")
        assert all(fresh(job).status == "failed" and fresh(job).losses >= 3 for job in poison)
        assert all(fresh(job).error_message.startswith("Worker lost ") for job in poison)
        assert {"completed"} == {fresh(job).status for job in good}
        assert 500 == JobTag.objects.filter(job_id__in=[job.pk for job in good]).count()
        assert 2 <= deaths <= 6, "each poison job takes a worker along twice at most"
        assert Job.objects.filter(kind="tagging", losses__gte=2).exists(), "some had a process of their own too"
        assert_consistent(*(job.pk for job in (*good, *poison)))

    @pytest.mark.once
    def test_of_a_worker_ends_the_processes_of_its_jobs(self, workers: Crew):
        job = submitted("apart", payload={"do": "nap", "value": 600})
        blocked = submitted("apart", payload={"do": "block", "value": 600})
        worker = workers.start()
        pids = [wait_for(partial(nap_of, job))["pid"] for job in (job, blocked)]
        assert all(is_alive(pid) for pid in pids)
        worker.kill()
        wait_for(lambda: not any(is_alive(pid) for pid in pids), what="both processes to end")

    def test_in_the_middle_of_a_fan_out_leaves_every_chunk_done_once_and_one_join(self, workers: Crew):
        made = [submitted("document", seconds=0.1) for _ in range(3)]
        crew = workers.start_all(2, "--concurrency", "4")
        wait_for(lambda: JobTag.objects.count() > 20, within=40)
        crew[0].kill()
        bury(crew[0].id)
        workers.start("--concurrency", "4")
        for job in [wait_for_status(job, "completed", within=60) for job in made]:
            children = Job.objects.filter(parent=job)
            assert (40, 40, 0, 0) == (job.result, job.children_total, job.children_open, job.children_failed)
            assert {"completed"} == set(children.values_list("status", flat=True))
            assert 40 == JobTag.objects.filter(job__parent=job).count() == job.chunks.exclude(result=None).count()
            assert 1 == JobLog.objects.filter(job_id=job.pk, message="All parts are done").count()
            assert_consistent(job.pk, *(child.pk for child in children))


class TestFreeze:
    def test_past_the_lease_leaves_a_zombie_that_writes_nothing(self, workers: Crew):
        job = submitted("chatty", seconds=8)
        zombie = workers.start()
        wait_for(lambda: StepCheckpoint.objects.filter(job=job).count() > 3, within=40)
        freeze(zombie)
        other = workers.start()
        # One more lease, should it have been frozen inside a transaction: PostgreSQL ends that first.
        wait_for(lambda: fresh(job).lease_id is None or fresh(job).attempt == 2, within=2 * LEASE_SECONDS + 4)
        stage_now(job)
        wait_for(lambda: StepCheckpoint.objects.filter(job=job, attempt=2).exists(), within=40)
        lost_at = JobLog.objects.get(job_id=job.pk, message__startswith="The worker was lost").seq

        zombie.signal(signal.SIGCONT)
        wait_for(lambda: "was lost" in zombie.output, what="the zombie to notice")

        job = wait_for_status(job, "completed", within=60)
        assert 2 == job.result
        late = JobLog.objects.filter(job_id=job.pk, seq__gt=lost_at)
        assert not late.filter(data__attempt=1).exists()
        assert not late.filter(message__contains="attempt 1").exists()
        assert 2 == Attempt.objects.filter(job=job).count()
        assert not other.has_ended()
        assert_consistent(job.pk)


class TestStop:
    @pytest.mark.once
    def test_lets_jobs_finish_and_says_farewell(self, workers: Crew):
        job = submitted("nap", seconds=1.5)
        worker = workers.start()
        wait_for_status(job, "processing")
        late = None
        worker.signal(signal.SIGTERM)
        wait_for(lambda: "draining" in worker.output)
        late = submitted("nap")
        assert 0 == worker.ended()
        assert ("completed", "pending", 0) == (fresh(job).status, fresh(late).status, fresh(late).attempt)
        assert "stopped" == Worker.objects.get(pk=worker.id).state

    def test_releases_what_does_not_finish_and_another_goes_on_within_two_seconds(self, workers: Crew):
        job = submitted("steps", seconds=60)
        first = workers.start(JOBS_DRAIN_SECONDS="0.5")
        wait_for(lambda: is_at_step_three(job), within=40)
        workers.start()
        first.signal(signal.SIGTERM)
        wait_for(lambda: Attempt.objects.filter(job=job, number=1, outcome="released").exists())
        assert seconds_until(lambda: fresh(job).status == "completed") <= 2
        assert 0 == first.ended()
        job = fresh(job)
        assert (2, 0, 3) == (job.attempt, job.failures, job.max_attempts)

    @pytest.mark.once
    def test_lets_a_process_of_its_own_finish_and_releases_one_that_does_not(self, workers: Crew):
        quick = submitted("apart", payload={"do": "nap", "value": 3})
        slow = submitted("apart", payload={"do": "nap", "value": 600})
        worker = workers.start(JOBS_DRAIN_SECONDS="6")
        naps = [wait_for(partial(nap_of, job)) for job in (quick, slow)]
        worker.signal(signal.SIGTERM)
        assert 0 == worker.ended(within=60)
        assert [("completed", 0), ("pending", 0)] == [(job.status, job.failures) for job in (fresh(quick), fresh(slow))]
        assert not any(is_alive(pid) for nap in naps for pid in nap.values() if pid)

    @pytest.mark.once
    def test_asked_for_twice_is_immediate(self, workers: Crew):
        made = [submitted(kind, seconds=60) for kind in ("nap", "stubborn", "sync_hanging")]
        worker = workers.start()
        for job in made:
            wait_for_status(job, "processing")
        worker.signal(signal.SIGTERM)
        wait_for(lambda: "draining" in worker.output)
        worker.signal(signal.SIGTERM)
        assert 75 == worker.ended(within=60), "two of its handlers never end"
        assert [("pending", 0)] * 3 == [(fresh(job).status, fresh(job).failures) for job in made]


class TestCancel:
    def test_of_a_running_job_is_seen_within_two_seconds(self, workers: Crew):
        worker = workers.start()
        for kind in ("nap", "chatty", "sync_checking", "stubborn", "sync_hanging"):
            job = submitted(kind, seconds=60)
            wait_for_status(job, "processing")
            control.cancel(job.pk)
            # A handler that swallows its end is given a second more before its job is settled without it.
            limit = 3.0 if kind == "stubborn" else 2.0
            assert seconds_until(lambda job=job: fresh(job).status == "cancelled") <= limit, kind
            assert 1 == JobLog.objects.filter(job_id=job.pk, type="done").count()
        assert 75 == worker.ended(within=40), "handlers that never end cost the worker its life"
        assert "stopped" == Worker.objects.get(pk=worker.id).state


class TestAttempt:
    @pytest.mark.once
    def test_that_fails_for_good_harms_no_other(self, workers: Crew):
        late = [
            submitted(kind, seconds=0.5, timeout_seconds=0.5, max_attempts=1) for kind in ("late_nap", "late_stubborn")
        ]
        broken = submitted("broken", max_attempts=1)
        good = [submitted("tagging") for _ in range(10)]
        workers.start()
        ended = [wait_for_status(job, "failed") for job in late]
        assert [("Timeout", 1)] * 2 == [(job.error_class, job.failures) for job in ended]
        wait_for_status(broken, "failed")
        for job in good:
            wait_for_status(job, "completed")


class TestDatabase:
    @pytest.mark.postgresql
    def test_storm_of_cut_connections_loses_and_doubles_nothing(self, workers: Crew):
        made = [submitted("tagging", seconds=0.2) for _ in range(60)]
        worker = workers.start("--concurrency", "4")
        wait_for(lambda: done() >= 5, within=40)
        cuts = []
        storm_ends = time.monotonic() + STORM_SECONDS

        def storm_is_over() -> bool:
            cuts.append(terminate_other_backends())
            return time.monotonic() > storm_ends

        wait_for(storm_is_over, within=2 * STORM_SECONDS)
        last = submitted("tagging", priority="urgent")
        wait_for_status(last, "completed", within=60)
        wait_for(lambda: done() == len(made) + 1, within=40, what="all jobs")
        assert sum(cuts) >= 6
        assert not worker.has_ended()
        assert len(made) + 1 == JobTag.objects.count() == JobLog.objects.filter(type="done").count()
        assert_consistent(*(job.pk for job in made))

    @pytest.mark.postgresql
    def test_that_crashes_and_comes_back_has_every_job_done_once(self, workers: Crew):
        with postgres.serving(postgres.binaries(), durable=True) as server, elsewhere(server.url):
            made = [submitted("tagging", seconds=0.2) for _ in range(40)]
            worker = workers.start("--concurrency", "4", url=server.url)
            wait_for(lambda: done() >= 5, within=40)
            server.crash()
            connection.close()
            wait_for(lambda: "database unavailable" in worker.output)
            server.start()
            wait_for(lambda: done() == len(made), within=40, what="all jobs")
            assert not worker.has_ended()
            assert len(made) == JobTag.objects.count() == JobLog.objects.filter(type="done").count()
            assert_consistent(*(job.pk for job in made))

    @pytest.mark.sqlite
    def test_without_tables_is_waited_for(self, workers: Crew, tmp_path: Path):
        empty = tmp_path / "empty.sqlite3"
        sqlite3.connect(empty).close()
        worker = workers.start(url=f"sqlite:///{empty}", ready=False)
        wait_for(lambda: "manage.py migrate" in worker.output)
        worker.signal(signal.SIGTERM)
        worker.ended()

    @pytest.mark.postgresql
    def test_that_is_not_there_yet_is_waited_for(self, workers: Crew):
        worker = workers.start(url="postgres://nobody@127.0.0.1:1/none", ready=False)
        wait_for(lambda: "the database does not answer" in worker.output)
        worker.signal(signal.SIGTERM)
        worker.ended()
        assert "Traceback" not in worker.output

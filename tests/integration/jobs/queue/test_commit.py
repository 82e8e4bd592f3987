"""Group commit: each write fenced by itself, none harmed by another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import uuid_utils.compat as uuid
from django.db import OperationalError, connection

from jobs.errors import LeaseLost
from jobs.events import logged
from jobs.models import Job, JobLog, JobTag, LedgerEntry, StepCheckpoint
from jobs.queue.commit import Write, commit
from jobs.queue.report import Settle
from jobs.queue.writes import Batch, Checkpoint, Reservation, Settlement
from jobs.selectors.checkpoints import find_checkpoint
from jobs.states import AttemptOutcome
from tests.support.queue import assert_consistent, expire, running, settled, write

pytestmark = pytest.mark.django_db


def refuse() -> None:
    raise ValueError("not this one")


def misspell() -> None:
    JobTag.objects.extra(where=["no_such_column = 1"]).first()


def reserved(custodian, estimate: int = 5):
    entry = uuid.uuid7()
    assert write(custodian, Batch(reservations=[Reservation(entry, "p", "m", "s", False, estimate)])) is None
    return entry


class TestCommit:
    @pytest.mark.parametrize("bad", [refuse, misspell])
    def test_parts_a_write_that_fails_from_the_others(self, bad):
        jobs = [running() for _ in range(7)]
        writes = [
            Write(job.job_id, job.lease_id, Settle(AttemptOutcome.COMPLETED, together=(bad,) if number == 3 else ()))
            for number, job in enumerate(jobs)
        ]
        outcomes = commit(writes)
        assert [3] == [number for number, outcome in enumerate(outcomes) if outcome is not None]
        assert 6 == Job.objects.filter(status="completed").count()
        for job in jobs:
            assert_consistent(job.job_id)

    def test_passes_trouble_of_the_database_on(self):
        def away() -> None:
            raise OperationalError("server closed the connection")

        custodian = running()
        with pytest.raises(OperationalError):
            commit([Write(custodian.job_id, custodian.lease_id, Settle(AttemptOutcome.COMPLETED, together=(away,)))])
        assert "processing" == Job.objects.get().status

    def test_refuses_a_job_that_was_deleted(self):
        custodian = running()
        Job.objects.all().delete()
        assert isinstance(write(custodian, Batch(progress=1)), LeaseLost)

    def test_keeps_the_order_of_one_jobs_writes(self):
        custodian = running()
        writes = [Write(custodian.job_id, custodian.lease_id, Batch(facts=[logged(str(n))])) for n in range(20)]
        writes.append(Write(custodian.job_id, custodian.lease_id, Settle(AttemptOutcome.COMPLETED)))
        writes.append(Write(custodian.job_id, custodian.lease_id, Batch(facts=[logged("late")])))
        outcomes = commit(writes)
        assert [None] * 21 == outcomes[:21]
        assert isinstance(outcomes[21], LeaseLost)
        lines = JobLog.objects.filter(type="log").order_by("seq").values_list("message", flat=True)
        assert [str(n) for n in range(20)] == list(lines)
        assert_consistent(custodian.job_id)

    @pytest.mark.django_db(transaction=True)
    def test_numbers_without_a_gap_from_many_threads(self):
        custodian = running()

        def talk(number: int) -> None:
            try:
                for line in range(5):
                    assert write(custodian, Batch(facts=[logged(f"{number}.{line}")])) is None
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(talk, range(4)))
        assert 20 == JobLog.objects.filter(type="log").count()
        assert_consistent(custodian.job_id)

    def test_cleans_log_lines(self):
        custodian = running()
        write(custodian, Batch(facts=[logged("a\x00b\ud800", data_={"x": float("inf")})]))
        line = JobLog.objects.get(type="log")
        assert ("ab?", {"data_": {"x": None}}) == (line.message, line.data)


class TestProgress:
    def test_never_goes_back(self):
        custodian = running()
        write(custodian, Batch(progress=60, progress_message="most"))
        write(custodian, Batch(progress=10, progress_message="again"))
        job = Job.objects.get()
        assert (60, "again") == (job.progress, job.progress_message)


class TestLedger:
    def test_enters_a_call_before_it_is_made_and_settles_it_once(self):
        custodian = running()
        entry = reserved(custodian)
        assert ("reserved", 5, None) == LedgerEntry.objects.values_list("state", "estimate_nano", "cost_nano").get()
        for cost in (7, 9):
            write(custodian, Batch(settlements=[Settlement(entry, "m2", 1, 2, cost, "table")]))
        found = LedgerEntry.objects.get()
        assert ("settled", 7, "m2") == (found.state, found.cost_nano, found.model)

    def test_keeps_an_unknown_cost_unknown(self):
        custodian = running()
        entry = reserved(custodian)
        write(custodian, Batch(settlements=[Settlement(entry, "m", 1, 2, None, "unknown")]))
        assert LedgerEntry.objects.get().cost_nano is None

    def test_forgets_a_call_that_cost_nothing(self):
        custodian = running()
        write(custodian, Batch(voids=[reserved(custodian)]))
        assert not LedgerEntry.objects.exists()

    def test_abandons_what_an_attempt_left_open(self):
        custodian = running()
        reserved(custodian)
        settled(custodian, AttemptOutcome.ERROR)
        assert "abandoned" == LedgerEntry.objects.get().state

    def test_takes_the_same_reservation_twice_for_one(self):
        custodian = running()
        batch = Batch(reservations=[Reservation(uuid.uuid7(), "p", "m", "s", False, 1)])
        assert (None, None) == (write(custodian, batch), write(custodian, batch))
        assert 1 == LedgerEntry.objects.count()


class TestCheckpoint:
    def test_is_found_by_name_and_inputs_only(self):
        custodian = running()
        write(custodian, Batch(checkpoints=[Checkpoint("s", "h", {"x": "a\x00"}, 0.5)]))
        assert (True, {"x": "a"}) == find_checkpoint(custodian.job_id, "s", "h")
        assert (False, None) == find_checkpoint(custodian.job_id, "s", "other")
        assert (False, None) == find_checkpoint(custodian.job_id, "t", "h")

    def test_is_stored_once(self):
        custodian = running()
        for output in (1, 2):
            write(custodian, Batch(checkpoints=[Checkpoint("s", "h", output, 0.5)]))
        assert 1 == StepCheckpoint.objects.get().output

    def test_keeps_that_a_step_gave_nothing(self):
        custodian = running()
        assert write(custodian, Batch(checkpoints=[Checkpoint("s", "h", None, 0.5)])) is None
        assert (True, None) == find_checkpoint(custodian.job_id, "s", "h")

    def test_outlives_its_attempt(self):
        custodian = running()
        write(custodian, Batch(checkpoints=[Checkpoint("s", "h", 1, 0.5)]))
        expire(custodian.job_id)
        assert (True, 1) == find_checkpoint(custodian.job_id, "s", "h")

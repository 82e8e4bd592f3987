"""Deleting what is past its time, and all that hangs on it but the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
import uuid_utils.compat as uuid
from django.db.models import F

from jobs.errors import WrongState
from jobs.models import Attempt, Job, JobLog, JobTag, Lease, LedgerEntry, StepCheckpoint
from jobs.queue.prune import delete, delete_of_owner, prune
from jobs.queue.writes import Batch, Checkpoint, Reservation
from jobs.states import AttemptOutcome
from tests.support.queue import KIND, new_job, running, settled, write

pytestmark = pytest.mark.django_db


def full_job(**fields) -> Job:
    custodian = running(tags=["a"], **fields)
    write(
        custodian,
        Batch(
            checkpoints=[Checkpoint("s", "h", 1, 0.1)],
            reservations=[Reservation(uuid.uuid7(), "p", "m", "s", False, 1)],
        ),
    )
    return settled(custodian, AttemptOutcome.COMPLETED)


def older(job: Job, days: int) -> Job:
    Job.objects.filter(pk=job.pk).update(finished_at=F("finished_at") - timedelta(days=days))
    return job


def left() -> list[int]:
    return [model.objects.count() for model in (Job, JobLog, Attempt, StepCheckpoint, JobTag, Lease)]


class TestPrune:
    def test_deletes_old_final_jobs_of_its_kind_and_keeps_their_ledger(self):
        older(full_job(), 100)
        assert 1 == prune(KIND, 90)
        assert [0] * 6 == left()
        assert "abandoned" == LedgerEntry.objects.get().state

    def test_keeps_young_live_and_other_jobs(self):
        full_job()
        older(full_job(kind="other"), 100)
        new_job()
        assert 0 == prune(KIND, 90)

    def test_takes_a_batch_at_a_time(self):
        for _ in range(3):
            older(full_job(), 100)
        assert [2, 1, 0] == [prune(KIND, 90, limit=2) for _ in range(3)]


class TestDelete:
    def test_removes_a_final_job(self):
        delete(full_job().pk)
        assert [0] * 6 == left()

    def test_is_refused_while_the_job_is_live(self):
        with pytest.raises(WrongState):
            delete(new_job().pk)

    def test_of_a_missing_job_says_so(self):
        with pytest.raises(Job.DoesNotExist):
            delete(uuid.uuid7())


class TestDeleteOfOwner:
    def test_removes_everything_but_the_ledger_without_a_name(self):
        job = full_job()
        new_job(job.owner_id)
        other = new_job()
        assert 2 == delete_of_owner(job.owner_id)
        assert [other.pk] == list(Job.objects.values_list("pk", flat=True))
        job.owner.delete()
        assert (None, KIND) == LedgerEntry.objects.values_list("owner_id", "kind").get()

    def test_removes_running_jobs_with_their_leases(self):
        custodian = running()
        delete_of_owner(custodian.owner_id)
        assert [0] * 6 == left()

"""What is accepted is whole, once, and as deep as its owner may go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from jobs.conf import JobsConf
from jobs.errors import IdempotencyMismatch, QueueFull
from jobs.models import Job, JobLog, JobTag
from jobs.queue import enqueue as module
from jobs.queue.enqueue import enqueue
from tests.support.queue import FUTURE, assert_consistent, new_job, request
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestEnqueue:
    def test_keeps_what_was_asked_for(self):
        job = Job.objects.get(pk=new_job(tags=["a", "b", "a"], priority="high", payload={"x": "ü"}).pk)
        assert ("pending", {"x": "ü"}, "high", 0) == (job.status, job.payload, job.priority, job.attempt)
        assert (job.pk, 1) == (job.root_id, job.last_seq)
        assert {"a", "b"} == set(JobTag.objects.filter(job=job).values_list("name", flat=True))
        assert_consistent(job.pk)

    def test_schedules_what_is_due_later(self):
        job = new_job(run_at=FUTURE)
        assert ("scheduled", FUTURE, None) == (job.status, job.wake_at, job.turn_at)

    def test_gives_no_turn_to_a_manual_job(self):
        assert new_job(kind="manual").turn_at is None

    @pytest.mark.parametrize(("priority", "seconds"), [("urgent", 3600), ("high", 600), ("medium", 0), ("low", -600)])
    def test_gives_a_head_start_by_priority(self, priority, seconds):
        job = new_job(priority=priority)
        assert seconds == (job.created_at - job.turn_at).total_seconds()

    def test_leaves_nothing_when_the_callers_transaction_rolls_back(self):
        with transaction.atomic():
            job = new_job(tags=["a"])
            transaction.set_rollback(True)
        assert not Job.objects.filter(pk=job.pk).exists()
        assert not JobLog.objects.filter(job_id=job.pk).exists()

    def test_refuses_one_more_than_the_owner_may_have(self, monkeypatch):
        monkeypatch.setattr(module, "conf", lambda: JobsConf(max_queued_per_owner=2))
        owner = make_user()
        new_job(owner.pk)
        done = new_job(owner.pk)
        with pytest.raises(QueueFull, match="2 unfinished"):
            new_job(owner.pk)
        Job.objects.filter(pk=done.pk).delete()
        new_job(owner.pk)


class TestIdempotencyKey:
    def test_gives_the_same_job_again(self):
        asked = request(make_user().pk, idempotency_key="k")
        first, second = enqueue(asked), enqueue(asked)
        assert (True, False) == (first.created, second.created)
        assert first.job.pk == second.job.pk
        assert 1 == JobLog.objects.filter(job_id=first.job.pk).count()

    def test_refuses_another_request(self):
        owner = make_user()
        new_job(owner.pk, idempotency_key="k", title="one")
        with pytest.raises(IdempotencyMismatch):
            new_job(owner.pk, idempotency_key="k", title="two")
        assert 1 == Job.objects.owned_by(owner.pk).count()

    def test_hides_no_other_violation(self):

        with pytest.raises(IntegrityError), transaction.atomic():
            new_job(idempotency_key="k", max_attempts=0)

    @pytest.mark.django_db(transaction=True)
    def test_makes_one_job_of_many_at_once(self):
        asked = request(make_user().pk, idempotency_key="k")
        start = Barrier(8)

        def submit(_: int):
            start.wait(timeout=30)
            try:
                return enqueue(asked)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(submit, range(8)))
        assert 1 == len({each.job.pk for each in made})
        assert 1 == sum(each.created for each in made)
        assert 1 == Job.objects.count()
        assert_consistent(made[0].job.pk)

"""Unique jobs: who has a key, until when, and what becomes of the next one that wants it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from jobs.errors import UniqueConflict
from jobs.models import Job, JobTag
from jobs.queue import control
from jobs.queue.enqueue import enqueue, enqueue_many
from jobs.queue.unique import OnConflict, Unique
from jobs.states import AttemptOutcome, Status
from jobs.testing import age
from tests.support.queue import FUTURE, assert_consistent, claimed, new_job, request, settled, waiting_for
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

ONCE = Unique("nightly")
KEEP = Unique("nightly", on_conflict=OnConflict.KEEP)
REPLACE = Unique("nightly", on_conflict=OnConflict.REPLACE)


def again(job: Job, unique: Unique = ONCE, **fields: Any) -> Job:
    """The same owner asks once more."""
    return new_job(job.owner_id, unique=unique, **fields)


class TestReject:
    def test_names_the_holder_and_enqueues_nothing(self):
        job = new_job(unique=ONCE)
        with pytest.raises(UniqueConflict) as caught:
            again(job)
        assert job.pk == caught.value.job_id
        assert 1 == Job.objects.count()

    def test_leaves_the_callers_transaction_whole(self):
        job = new_job(unique=ONCE)
        with transaction.atomic():
            before = new_job(job.owner_id)
            with pytest.raises(UniqueConflict):
                again(job)
            after = new_job(job.owner_id)
        assert {job.pk, before.pk, after.pk} == set(Job.objects.values_list("pk", flat=True))

    def test_is_of_one_owner_and_one_kind(self):
        job = new_job(unique=ONCE)
        assert new_job(unique=ONCE).unique_key != job.unique_key
        assert again(job, kind="other").pk != job.pk
        assert again(job, Unique("another")).pk != job.pk

    def test_comes_after_the_idempotency_key(self):
        owner = make_user().pk
        asked = request(owner, unique=ONCE, idempotency_key="k")
        first = enqueue(asked)
        assert (first.job.pk, False, False) == ((found := enqueue(asked)).job.pk, found.created, found.kept)


class TestKey:
    @pytest.mark.parametrize("outcome", ["completed", "partial_success", "failed"])
    def test_is_free_when_its_job_has_ended(self, outcome: str):
        job = new_job(unique=ONCE)
        settled(claimed(job), AttemptOutcome(outcome))
        assert again(job).pk != job.pk

    def test_is_free_when_its_job_was_cancelled(self):
        job = new_job(unique=ONCE)
        control.cancel(job.pk)
        assert again(job).pk != job.pk

    def test_stays_with_a_job_that_waits_for_its_next_attempt(self):
        job = new_job(unique=ONCE)
        settled(claimed(job), AttemptOutcome.ERROR)
        with pytest.raises(UniqueConflict):
            again(job)

    def test_is_free_once_its_job_has_left_the_states(self):
        waiting = Unique("nightly", states=frozenset({Status.PENDING, Status.SCHEDULED}))
        job = new_job(unique=waiting)
        with pytest.raises(UniqueConflict):
            again(job, waiting)
        claimed(job)
        following = again(job, waiting)
        assert [None, following.unique_key] == [Job.objects.get(pk=pk).unique_key for pk in (job.pk, following.pk)]
        assert_consistent(job.pk)

    def test_stays_with_a_job_that_has_ended_where_that_was_asked_for(self):
        once = Unique("nightly", states=frozenset({Status.PENDING, Status.PROCESSING, Status.COMPLETED}))
        job = new_job(unique=once)
        settled(claimed(job), AttemptOutcome.COMPLETED)
        with pytest.raises(UniqueConflict):
            again(job, once)
        assert again(job, ONCE).pk != job.pk, "whoever minds live ones only takes it"

    def test_is_free_when_its_job_has_ended_otherwise(self):
        once = Unique("nightly", states=frozenset({Status.PENDING, Status.PROCESSING, Status.COMPLETED}))
        job = new_job(unique=once)
        settled(claimed(job), AttemptOutcome.FAILED)
        following = again(job, once)
        control.cancel(following.pk)
        assert again(job, once).pk not in {job.pk, following.pk}

    def test_is_its_jobs_for_the_period_whatever_becomes_of_it(self):
        hourly = Unique("nightly", states=frozenset(Status), period_seconds=3600.0)
        job = new_job(unique=hourly)
        settled(claimed(job), AttemptOutcome.ERROR)
        control.retry(job.pk)
        settled(claimed(job), AttemptOutcome.COMPLETED)
        with pytest.raises(UniqueConflict):
            again(job, hourly)
        age(job, seconds=3610)
        assert again(job, hourly).pk != job.pk

    def test_is_free_after_the_period(self):
        hourly = Unique("nightly", period_seconds=3600.0)
        job = new_job(unique=hourly)
        age(job, seconds=3590)
        with pytest.raises(UniqueConflict):
            again(job, hourly)
        age(job, seconds=20)
        assert again(job, hourly).pk != job.pk


class TestKeep:
    def test_answers_with_the_holder_as_it_is(self):
        job = new_job(unique=ONCE, title="first")
        found = enqueue(request(job.owner_id, unique=KEEP, title="second"))
        assert (job.pk, False, True) == (found.job.pk, found.created, found.kept)
        assert "first" == Job.objects.get().title


class TestReplace:
    def test_gives_the_holder_what_is_asked_for_now(self):
        job = new_job(unique=ONCE, payload={"n": 1}, priority="low", tags=["a"])
        asked = {"payload": {"n": 2}, "priority": "urgent", "title": "second", "tags": ["b"], "max_attempts": 5}
        found = enqueue(request(job.owner_id, unique=REPLACE, **asked))
        stored = Job.objects.get()
        assert (job.pk, False, True) == (found.job.pk, found.created, found.kept)
        assert ({"n": 2}, "urgent", "second", 5) == (
            stored.payload,
            stored.priority,
            stored.title,
            stored.max_attempts,
        )
        assert stored.turn_at is not None
        assert timedelta(minutes=70) == job.turn_at - stored.turn_at
        assert ["b"] == list(JobTag.objects.values_list("name", flat=True))
        assert_consistent(job.pk)

    def test_puts_it_off(self):
        job = new_job(unique=ONCE)
        again(job, REPLACE, run_at=FUTURE)
        stored = Job.objects.get()
        assert ("scheduled", FUTURE) == (stored.status, stored.wake_at)
        again(job, REPLACE)
        assert "pending" == Job.objects.get().status
        assert_consistent(job.pk)

    def test_leaves_a_held_one_held(self):
        job = new_job(unique=ONCE)
        control.hold(job.pk)
        again(job, REPLACE, run_at=FUTURE)
        stored = Job.objects.get()
        assert ("held", FUTURE) == (stored.status, stored.run_at)

    def test_keeps_what_waits_for_it(self):
        job = new_job(unique=ONCE)
        downstream = waiting_for(job)
        again(job, REPLACE)
        assert "blocked" == Job.objects.get(pk=downstream.pk).status

    def test_is_refused_once_the_holder_has_started(self):
        job = new_job(unique=ONCE, title="first")
        settled(claimed(job), AttemptOutcome.ERROR)
        with pytest.raises(UniqueConflict):
            again(job, REPLACE, title="second")
        assert "first" == Job.objects.get().title


class TestMany:
    def test_take_no_unique_key(self):
        with pytest.raises(ValueError, match="one by one"):
            enqueue_many([request(make_user().pk, unique=ONCE)])

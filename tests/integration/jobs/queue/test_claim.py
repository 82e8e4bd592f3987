"""Who gets which job, in which order, and what is written when it does."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread

import pytest
import uuid_utils.compat as uuid
from django.db import connection, transaction
from django.db.models import F

from jobs.models import Attempt, Job, Lease
from jobs.queue import control, policies
from jobs.queue.claim import claim
from jobs.queue.stage import stage
from jobs.states import AttemptOutcome
from tests.support.queue import KIND, WORKER, assert_consistent, expire, new_job, running, settled

pytestmark = pytest.mark.django_db


def order(limit: int = 10, known: dict[str, int] | None = None) -> list[str]:
    titles = dict(Job.objects.values_list("pk", "title"))
    return [titles[custodian.job_id] for custodian in claim(WORKER, known or {KIND: 1}, limit)]


class TestClaim:
    def test_takes_the_oldest_first(self):
        for title in "abc":
            new_job(title=title)
        assert ["a", "b"] == order(2)
        assert ["c"] == order()

    def test_lets_priority_jump_the_queue(self):
        for priority in ("low", "medium", "high", "urgent"):
            new_job(title=priority, priority=priority)
        assert ["urgent", "high", "medium", "low"] == order()

    def test_lets_age_outweigh_priority(self):
        old = new_job(title="old", priority="low")
        Job.objects.filter(pk=old.pk).update(turn_at=F("turn_at") - timedelta(hours=2))
        new_job(title="new", priority="urgent")
        assert ["old", "new"] == order()

    def test_takes_jobs_staged_late_in_the_order_they_were_due(self):
        for title, minutes in (("later", 5), ("sooner", 10)):
            job = settled(running(title=title), AttemptOutcome.SNOOZED, seconds=1.0)
            Job.objects.filter(pk=job.pk).update(wake_at=F("created_at") - timedelta(minutes=minutes))
        assert 2 == stage()
        assert ["sooner", "later"] == order()

    def test_leaves_kinds_that_it_does_not_know(self):
        new_job(kind="other")
        assert [] == order()

    def test_leaves_a_paused_kind_and_takes_the_others(self):
        new_job(title="paused")
        new_job(title="other", kind="other")
        policies.pause(KIND, "no credit")
        assert ["other"] == order(known={KIND: 1, "other": 1})
        assert [] == order()
        policies.resume(KIND)
        assert ["paused"] == order()

    def test_leaves_payloads_newer_than_it_reads(self):
        new_job(title="newer", payload_version=3)
        new_job(title="known", payload_version=2)
        assert ["known"] == order(known={KIND: 2})
        assert ["newer"] == order(known={KIND: 3})

    def test_leaves_manual_held_and_scheduled_jobs(self):
        new_job(kind="manual")
        control.hold(new_job().pk)
        assert [] == claim(WORKER, {KIND: 1, "manual": 1}, 10)

    def test_never_takes_an_expired_lease(self):
        custodian = running()
        expire(custodian.job_id)
        assert [] == order()

    def test_writes_lease_attempt_and_event(self):
        custodian = running()
        job, lease = Job.objects.get(), Lease.objects.get()
        assert ("processing", "worker", 1) == (job.status, job.custody, job.attempt)
        assert custodian.lease_id == job.lease_id == lease.lease_id == Attempt.objects.get().lease_id
        assert WORKER == lease.worker_id
        assert job.started_at is not None
        assert_consistent(job.pk)

    def test_numbers_attempts_and_changes_the_lease(self):
        first = running()
        job = settled(first, AttemptOutcome.RELEASED)
        (second,) = claim(WORKER, {KIND: 1}, 1)
        assert (1, 2) == (first.attempt, second.attempt)
        assert first.lease_id != second.lease_id
        assert 0 == job.failures

    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_passes_over_rows_that_others_have_locked(self):
        locked, free = new_job(title="locked"), new_job(title="free")
        holding, done = Event(), Event()

        def hold_lock() -> None:
            with transaction.atomic():
                Job.objects.select_for_update().get(pk=locked.pk)
                holding.set()
                done.wait(30)
            connection.close()

        holder = Thread(target=hold_lock)
        holder.start()
        assert holding.wait(30)
        taken = claim(uuid.uuid7(), {KIND: 1}, 10)
        done.set()
        holder.join()
        assert [free.pk] == [custodian.job_id for custodian in taken]

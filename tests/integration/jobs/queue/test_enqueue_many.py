"""Many jobs at once are the same jobs as one by one, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jobs import notifier
from jobs.conf import JobsConf
from jobs.errors import QueueFull
from jobs.events import state_changed
from jobs.models import Job, JobLog, JobTag
from jobs.queue import enqueue as module
from jobs.queue.claim import claim
from jobs.queue.enqueue import NewJob, enqueue, enqueue_many
from jobs.queue.insert import insert_jobs
from tests.support.queue import FUTURE, KIND, WORKER, assert_consistent, request, running, stored
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

# What differs between two jobs that were asked for alike.
OWN = {"id", "root_id", "created_at", "turn_at", "owner_id"}


def asked_alike(owner_id: Any) -> NewJob:
    return request(
        owner_id,
        title='tab\t, line\nand \\ "quotes"',
        payload={"text": "ü \\N \t \n {1,2} 'x'", "none": None, "list": [1, 2.5, True]},
        description="\\.",
        priority="high",
        category="c",
        tags=["a", "b", "a"],
        due_at=FUTURE,
        estimated_minutes=5,
        max_cost_nano=10**12,
    )


class TestEnqueueMany:
    def test_enters_what_enqueue_would(self):
        one = enqueue(asked_alike(make_user().pk)).job
        (other,) = enqueue_many([asked_alike(make_user().pk)])
        kept, alike = stored(one.pk), stored(other.pk)
        for name in OWN:
            kept["job"].pop(name), alike["job"].pop(name)
        assert kept["job"] == alike["job"]
        for rows in (kept["log"], alike["log"]):
            rows[0].pop("job_id"), rows[0].pop("at")
        assert kept["log"] == alike["log"]
        assert {"a", "b"} == set(JobTag.objects.filter(job=other).values_list("name", flat=True))
        assert_consistent(other.pk)

    def test_schedules_and_leaves_manual_jobs_as_enqueue_does(self):
        owner = make_user()
        later, manual, pending = enqueue_many(
            [request(owner.pk, run_at=FUTURE), request(owner.pk, kind="manual"), request(owner.pk)]
        )
        assert ("scheduled", FUTURE, None) == (later.status, later.wake_at, later.turn_at)
        assert ("pending", None) == (manual.status, manual.turn_at)
        assert pending.pk == claim(WORKER, {KIND: 1, "manual": 1}, 5)[0].job_id

    def test_enters_none_when_one_is_refused(self):
        owner = make_user()
        with pytest.raises(IntegrityError), transaction.atomic():
            enqueue_many([request(owner.pk), request(owner.pk, max_attempts=0)])
        assert not Job.objects.owned_by(owner.pk).exists()
        assert not JobLog.objects.exists()

    def test_refuses_more_than_the_owner_may_have(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(module, "conf", lambda: JobsConf(max_queued_per_owner=2))
        owner = make_user()
        with pytest.raises(QueueFull):
            enqueue_many([request(owner.pk) for _ in range(3)])
        assert 2 == len(enqueue_many([request(owner.pk) for _ in range(2)]))
        assert 1 == len(enqueue_many([request(owner.pk, beyond_limit=True)]))
        assert 3 == Job.objects.count()

    def test_takes_nothing_that_has_to_be_looked_up_one_by_one(self):
        owner = make_user()
        for asked in (request(owner.pk, idempotency_key="k"), request(owner.pk, depends_on=[running().job_id])):
            with pytest.raises(ValueError, match="one by one"):
                enqueue_many([asked])

    def test_has_nothing_to_do_for_none(self):
        assert [] == enqueue_many([])

    def test_of_two_thousand_delays_another_owner_by_a_few_jobs_at_most(self):
        flood, other = make_user(), make_user()
        enqueue_many([request(flood.pk) for _ in range(2000)])
        late = enqueue(request(other.pk)).job
        first = [custodian.job_id for custodian in claim(WORKER, {KIND: 1}, 5)]
        assert late.pk in first


class TestInsertJobs:
    def test_writes_a_fact_for_each(self):
        owner = make_user()
        made = enqueue_many([request(owner.pk) for _ in range(2)])
        rows = [Job(owner_id=owner.pk, kind=KIND, status="pending", created_at=made[0].created_at) for _ in range(2)]
        for row in rows:
            row.root_id = row.pk
        insert_jobs(rows, [state_changed("pending", f"Part {number}", part=number) for number in (1, 2)])
        for number, row in enumerate(rows, 1):
            event = JobLog.objects.get(job_id=row.pk)
            assert (1, f"Part {number}", number) == (event.seq, event.message, event.data["part"])
            assert_consistent(row.pk)
        assert [2, 3] == [round((row.turn_at - row.created_at).total_seconds() / 30) for row in rows]

    def test_has_nothing_to_do_for_none(self):
        insert_jobs([], [])


class TestWakeUp:
    def test_comes_once_on_commit(self, django_capture_on_commit_callbacks: Any):
        owner = make_user()
        with django_capture_on_commit_callbacks() as told:
            enqueue(request(owner.pk))
        assert 1 == len(told)
        with django_capture_on_commit_callbacks() as told:
            enqueue_many([request(owner.pk) for _ in range(500)])
        assert 1 == len(told)

    def test_never_comes_when_the_caller_rolls_back(self, django_capture_on_commit_callbacks: Any):
        owner = make_user()
        with django_capture_on_commit_callbacks() as told, transaction.atomic():
            enqueue(request(owner.pk))
            enqueue_many([request(owner.pk)])
            transaction.set_rollback(True)
        assert [] == told
        assert not Job.objects.exists()

    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_reaches_a_listener_after_the_commit_only(self):
        owner = make_user()
        with listening() as heard:
            with transaction.atomic():
                enqueue(request(owner.pk))
                transaction.set_rollback(True)
            with transaction.atomic():
                kept = enqueue(request(owner.pk)).job
                assert [] == heard(seconds=0.0)
            assert [[kept.pk.hex]] == heard(seconds=10.0)


@contextmanager
def listening() -> Iterator[Callable[..., list[list[str]]]]:
    """Gives `heard(seconds=...)`: the ids in the first hint within that time, and in those beside it."""
    from psycopg import connect  # noqa: PLC0415 - not installed where only SQLite is

    wanted = ("host", "port", "user", "password", "dbname")
    parameters = {key: value for key, value in connection.get_connection_params().items() if key in wanted and value}
    with connect(**parameters, autocommit=True) as listener:
        listener.execute(f"LISTEN {notifier.JOBS_CHANNEL}")

        def heard(*, seconds: float) -> list[list[str]]:
            found = listener.notifies(timeout=seconds, stop_after=1)
            return [json.loads(notification.payload)["ids"] for notification in found]

        yield heard

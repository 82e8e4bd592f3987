"""The registry of workers: who lives, who ended, who is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import uuid_utils.compat as uuid
from django.db.models import F

from jobs.models import Worker
from jobs.queue import workers

pytestmark = pytest.mark.django_db


def registered(days_old: float = 0.0, *, ended: bool = False) -> Worker:
    worker_id = uuid.uuid7()
    workers.register(worker_id, host="h", pid=1, version="1", kinds={"k": 1}, concurrency=2)
    if ended:
        workers.stopped(worker_id)
    back = timedelta(days=days_old)
    mine = Worker.objects.filter(pk=worker_id)
    mine.update(started_at=F("started_at") - back, heartbeat_at=F("heartbeat_at") - back)
    mine.exclude(stopped_at=None).update(stopped_at=F("stopped_at") - back)
    return mine.get()


class TestForget:
    def test_deletes_those_that_ended_long_ago_only(self):
        registered(8, ended=True)
        kept = {registered(6, ended=True).pk, registered(8).pk}
        assert 1 == workers.forget(7)
        assert kept == set(Worker.objects.values_list("pk", flat=True))


class TestMarkSilentLost:
    def test_leaves_those_that_reported(self):
        silent, alive = registered(1), registered()
        assert 1 == workers.mark_silent_lost(60)
        assert ("lost", "running") == (
            Worker.objects.get(pk=silent.pk).state,
            Worker.objects.get(pk=alive.pk).state,
        )


class TestRequestStop:
    def test_reaches_a_worker_that_lives(self):
        alive, ended = registered(), registered(ended=True)
        for worker in (alive, ended):
            workers.request_stop(worker.pk)
        assert (True, False) == (workers.wishes(alive.pk).stop, workers.wishes(ended.pk).stop)


class TestPause:
    def test_is_wished_of_a_worker_that_lives_until_it_is_resumed(self):
        worker = registered()
        assert (True, False) == (workers.pause(worker.pk), workers.pause(worker.pk))
        assert workers.wishes(worker.pk).pause
        assert (True, False) == (workers.resume(worker.pk), workers.resume(worker.pk))
        assert not workers.wishes(worker.pk).pause

    def test_says_nothing_to_one_that_ended(self):
        assert not workers.pause(registered(ended=True).pk)

    def test_wishes_nothing_of_one_that_is_not_registered(self):
        assert workers.Wishes() == workers.wishes(uuid.uuid7())

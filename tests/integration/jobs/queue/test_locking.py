"""What PostgreSQL ended to resolve a deadlock is done again; two who lock the other way round both get through."""

from __future__ import annotations

from threading import Barrier

import pytest
from django.db import OperationalError, transaction

from jobs.models import Job
from jobs.queue.locking import again_after_deadlock, lock_by_id
from tests.support.queue import new_job
from tests.support.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


class TestDeadlock:
    def crossing(self, *, again: bool) -> list[object]:
        """Two transactions that lock two jobs in opposite orders, each its first before either its second."""
        jobs = [new_job().pk, new_job().pk]
        met = Barrier(2)
        waited: set[int] = set()

        def cross(number: int) -> str:
            with transaction.atomic():
                lock_by_id([jobs[number]])
                if number not in waited:
                    waited.add(number)
                    met.wait(10)
                lock_by_id([jobs[1 - number]])
            return "done"

        act = again_after_deadlock(cross) if again else cross
        return race(1, [lambda: act(0), lambda: act(1)])

    def test_is_got_over(self):
        assert ["done", "done"] == self.crossing(again=True)

    def test_is_what_this_provokes(self):
        assert [OperationalError] == [type(outcome) for outcome in self.crossing(again=False) if outcome != "done"]

    def test_is_left_to_the_transaction_around_it(self):
        tries: list[int] = []

        @again_after_deadlock
        def ended() -> None:
            tries.append(1)
            raise OperationalError from _Deadlock()

        with pytest.raises(OperationalError), transaction.atomic():
            ended()
        assert 1 == len(tries)
        with pytest.raises(OperationalError):
            ended()
        assert 6 == len(tries)
        assert not Job.objects.exists()


class _Deadlock(Exception):
    sqlstate = "40P01"

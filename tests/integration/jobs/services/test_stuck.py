"""What is stuck, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from jobs.models import Job
from jobs.queue import control, timers
from jobs.queue.clock import now
from jobs.services.stuck import MOST, Stuck, stuck
from jobs.states import MANUAL, AttemptOutcome
from tests.support.queue import children_of, fanned_out, new_job, running, settled, waiting_for
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def aged(job: Job, **ago: float) -> Job:
    """As if it had come so long ago."""
    Job.objects.filter(pk=job.pk).update(created_at=F("created_at") - timedelta(**ago))
    return job


def due(**ago: float) -> dict[str, Any]:
    return {"due_at": now() - timedelta(**ago)}


def told(user) -> list[Stuck]:
    return stuck(user, user.pk)


def ids(user) -> list[Any]:
    return [one.job.pk for one in told(user)]


class TestStuck:
    def test_is_what_waits_for_a_worker_for_longer_than_a_minute(self, user) -> None:
        late = aged(new_job(user.pk), hours=2)
        aged(new_job(user.pk), seconds=30)
        aged(new_job(user.pk, run_at=now() + timedelta(hours=1)), hours=5)
        [one] = told(user)
        assert (late.pk, False) == (one.job.pk, one.is_overdue)
        assert 7200 == pytest.approx(one.seconds, abs=30)

    def test_counts_from_when_a_job_was_due_to_run(self, user) -> None:
        job = aged(new_job(user.pk), days=9)
        Job.objects.filter(pk=job.pk).update(run_at=now() - timedelta(hours=1))
        assert 3600 == pytest.approx(told(user)[0].seconds, abs=30)

    def test_is_what_is_held_or_blocked_from_the_first_second_on(self, user) -> None:
        first = new_job(user.pk)
        held, blocked = control.hold(new_job(user.pk).pk), waiting_for(first)
        assert {held.pk, blocked.pk} == set(ids(user))

    def test_is_what_is_overdue_whoever_has_it(self, user) -> None:
        mine = new_job(user.pk, kind=MANUAL, **due(days=2))
        begun = new_job(user.pk, kind=MANUAL, **due(days=1))
        timers.start_timer(begun.pk, user.pk)
        at_work = running(owner_id=user.pk, **due(hours=1))
        new_job(user.pk, kind=MANUAL)
        assert [mine.pk, begun.pk, at_work.job_id] == ids(user)
        assert all(one.is_overdue for one in told(user))

    def test_is_nothing_that_has_ended_and_no_part_of_a_job(self, user) -> None:
        settled(running(owner_id=user.pk, **due(days=1)), AttemptOutcome.COMPLETED)
        parent = fanned_out(running(owner_id=user.pk))
        for part in children_of(parent):
            aged(part, days=1)
        assert [] == told(user)

    def test_comes_longest_first_and_not_all_of_it(self, user) -> None:
        waiting = [aged(new_job(user.pk), hours=number + 1).pk for number in range(MOST + 1)]
        assert waiting[:0:-1] == ids(user)

    def test_says_why_and_what_can_be_done(self, user) -> None:
        control.hold(new_job(user.pk).pk)
        [one] = told(user)
        assert ("Held by a person until somebody resumes it.", "Resume it.") == (one.cause.text, one.cause.fix)

    def test_is_the_owners_alone_or_everybodys(self, user, staff) -> None:
        control.hold(new_job(user.pk).pk)
        control.hold(new_job(make_user().pk).pk)
        assert (1, 2, 0) == (len(told(user)), len(stuck(staff, None)), len(stuck(staff, staff.pk)))

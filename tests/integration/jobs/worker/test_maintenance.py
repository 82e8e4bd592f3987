"""What a worker does beside its jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from jobs.handlers import leftovers, retention
from jobs.models import Job, Schedule, WorkRollUp
from jobs.queue import control, prune, schedules
from jobs.queue.clock import now
from jobs.queue.rollups import making
from jobs.testing import ScriptedHandler, scripted
from jobs.worker.committer import Committer
from jobs.worker.maintenance import Maintenance
from jobs.worker.options import Options
from jobs.worker.runner import Runner
from tests.support.history import past_job
from tests.support.queue import new_job
from tests.support.rollups import told_wrong
from tests.support.users import make_user
from tests.support.waiting import wait_for_async

pytestmark = pytest.mark.django_db(transaction=True)


def maintained(act: Callable[[Maintenance], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        committer = Committer()
        committer.start()
        try:
            await act(Maintenance(committer, lambda: None))
        finally:
            await committer.stop()

    asyncio.run(main())


class TestPruning:
    def test_goes_on_until_nothing_is_past_its_time(self, monkeypatch):
        monkeypatch.setattr(prune, "ROOTS", 2)
        young = control.cancel(new_job(kind="gone").pk)
        for _ in range(5):
            control.cancel(new_job(kind="gone").pk)
        Job.objects.exclude(pk=young.pk).update(finished_at=F("finished_at") - timedelta(days=91))
        maintained(lambda maintenance: maintenance._prune())
        assert [young] == list(Job.objects.all())

    def test_takes_what_other_apps_have_left_over(self, monkeypatch):
        left = [2, 1]
        some = leftovers.Leftovers("x", lambda: 3, lambda: left.pop(0) if left else 0)
        monkeypatch.setattr(leftovers, "_registered", [some])
        maintained(lambda maintenance: maintenance._prune())
        assert [] == left

    def test_asks_no_rule_of_what_is_kept_for_ever(self, monkeypatch):
        control.cancel(new_job().pk)
        monkeypatch.setattr(retention, "days_kept", lambda kind, outcome: float("inf"))
        assert [] == retention.rules()


class TestRollingUp:
    def test_goes_on_until_what_is_at_rest_is_summed(self, user, monkeypatch):
        monkeypatch.setattr(making, "JOBS", 1)
        for day in (3, 4, 5):
            past_job(user, f"03-0{day} 09:00", f"03-0{day} 10:00")
        maintained(lambda maintenance: maintenance._roll_up())
        assert 3 == sum(WorkRollUp.objects.filter(whose=user.pk).values_list("completed", flat=True))
        assert [] == told_wrong()


class TestSchedules:
    def test_are_fired_and_their_jobs_run_by_a_worker(self):
        with scripted():
            schedule = Schedule(owner=make_user(), name="n", kind=ScriptedHandler.kind, cron="@yearly")
            schedules.add(schedule)
            Schedule.objects.update(next_at=now() - timedelta(hours=30))
            asyncio.run(worked())
        (job,) = Job.objects.all()
        assert (schedule.pk, "completed") == (job.schedule_id, job.status)


async def worked() -> None:
    """Run a worker until it completed a job."""
    runner = Runner(Options(concurrency=1))
    running = asyncio.create_task(runner.run())
    try:
        await wait_for_async(lambda: asyncio.to_thread(anything_completed), what="a job of the schedule")
    finally:
        runner.stop()
        await running


def anything_completed() -> bool:
    try:
        return Job.objects.filter(status="completed").exists()
    finally:
        connection.close()

"""A worker inside another program, for one job."""

from __future__ import annotations

import asyncio

import pytest

from jobs.handlers import Child, Complete, FanOut, JobContext, Verdict
from jobs.inline import worker_for
from jobs.models import Job
from jobs.testing import ScriptedPayload, enqueue, scripted, stage_now
from tests.support.users import make_user
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def becomes(job: Job, status: str) -> Job:
    return wait_for(Job.objects.filter(pk=job.pk, status=status).first, what=f"the job is {status}")


class TestWorkerFor:
    def test_runs_its_job_before_others_and_no_other(self) -> None:
        owner = make_user().pk
        with scripted():
            first, mine = enqueue(owner, value=1), enqueue(owner, value=2)
            with worker_for(mine):
                assert 2 == becomes(mine, "completed").result
            assert "pending" == Job.objects.get(pk=first.pk).status

    def test_makes_the_next_attempt_when_it_is_due(self) -> None:
        async def fails_once(ctx: JobContext, payload: ScriptedPayload) -> Verdict:
            if ctx.attempt == 1:
                raise ValueError("not yet")
            return Complete(ctx.attempt)

        with scripted(fails_once):
            job = enqueue(make_user().pk)
            with worker_for(job):
                stage_now(becomes(job, "scheduled"))
                assert 2 == becomes(job, "completed").result

    def test_works_the_parts_of_a_job_that_was_split(self) -> None:
        async def split(ctx: JobContext, payload: ScriptedPayload) -> Verdict:
            if payload.value:
                return Complete(payload.value)
            return FanOut([Child("scripted", {"value": number}) for number in (1, 2, 3)])

        with scripted(split):
            job = enqueue(make_user().pk)
            with worker_for(job):
                assert 3 == becomes(job, "completed").children_total

    def test_gives_its_job_back_when_it_is_left(self) -> None:
        async def long(ctx: JobContext, payload: ScriptedPayload) -> Verdict:
            await asyncio.sleep(60)
            return Complete()

        with scripted(long):
            job = enqueue(make_user().pk)
            with worker_for(job):
                becomes(job, "processing")
            job.refresh_from_db()
            assert ("pending", 0) == (job.status, job.failures)

"""The thread that writes for a worker: together, in order, each answered for itself."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest
from django.db import OperationalError, connection

from jobs.errors import LeaseLost
from jobs.events import logged
from jobs.models import Job, JobLog
from jobs.queue.report import Settle
from jobs.queue.writes import Batch
from jobs.states import AttemptOutcome
from jobs.worker.committer import Committer
from tests.support.queue import assert_consistent, child, running

pytestmark = pytest.mark.django_db(transaction=True)

DONE = Settle(AttemptOutcome.COMPLETED)


@asynccontextmanager
async def committer():
    made = Committer()
    made.start()
    try:
        yield made
    finally:
        await made.stop()


def written(*writes):
    """What each of `writes` (a custodian with what it reports), handed over at once, raised."""

    async def all_at_once():
        async with committer() as made:
            return await asyncio.gather(*(made.write(*each) for each in writes), return_exceptions=True)

    return asyncio.run(all_at_once())


class TestWrite:
    def test_that_fails_fails_alone(self):
        def refuse() -> None:
            raise ValueError("not this one")

        held = [running() for _ in range(5)]
        bad = Settle(AttemptOutcome.COMPLETED, together=(refuse,))
        raised = written(*((job, bad if number == 2 else DONE) for number, job in enumerate(held)))
        assert [2] == [number for number, error in enumerate(raised) if error is not None]
        assert 4 == Job.objects.filter(status="completed").count()

    def test_after_the_settle_is_refused(self):
        held = running()
        raised = written((held, Batch(facts=[logged("before")])), (held, DONE), (held, Batch(facts=[logged("late")])))
        assert [None, None, LeaseLost] == [error and type(error) for error in raised]
        assert ["before"] == list(JobLog.objects.filter(type="log").values_list("message", flat=True))
        assert_consistent(held.job_id)

    def test_is_tried_again_while_the_database_is_away(self):
        tries = []

        def away_at_first() -> None:
            tries.append(1)
            if len(tries) < 3:
                raise OperationalError("server closed the connection unexpectedly")

        held = running()
        assert [None] == written((held, Settle(AttemptOutcome.COMPLETED, together=(away_at_first,))))
        assert (3, "completed") == (len(tries), Job.objects.get().status)
        assert_consistent(held.job_id)

    @pytest.mark.postgresql
    def test_goes_out_on_a_new_connection_after_a_cut(self):
        held = running()

        def cut() -> None:
            connection.ensure_connection()
            connection.connection.close()

        async def cut_and_write():
            async with committer() as made:
                await made.call(cut)
                await made.write(held, DONE)

        asyncio.run(cut_and_write())
        assert "completed" == Job.objects.get().status


class TestWriteApart:
    def test_keeps_nobody_waiting_and_is_fenced_all_the_same(self):
        parent, other = running(), running()
        many = Settle(AttemptOutcome.FANNED_OUT, children=[child() for _ in range(2000)])

        async def both():
            async with committer() as made:
                large = asyncio.create_task(made.write_apart(parent, many))
                await asyncio.gather(large, made.write(other, DONE))
                return await asyncio.gather(made.write_apart(parent, many), return_exceptions=True)

        assert [LeaseLost] == [type(error) for error in asyncio.run(both())]
        job = Job.objects.get(pk=parent.job_id)
        assert ("children", 2000) == (job.custody, Job.objects.filter(parent=job).count())
        assert "completed" == Job.objects.get(pk=other.job_id).status


class TestCall:
    def test_answers_in_the_order_of_writes(self):
        held = running()

        async def write_and_look():
            async with committer() as made:
                _, found = await asyncio.gather(
                    made.write(held, DONE), made.call(lambda: Job.objects.get(pk=held.job_id).status)
                )
                return found

        assert "completed" == asyncio.run(write_and_look())


class TestStop:
    def test_writes_first_what_is_waiting(self):
        held = running()

        async def write_and_stop():
            made = Committer()
            writing = asyncio.ensure_future(made.write(held, DONE))
            await asyncio.sleep(0)
            made.start()
            await made.stop()
            await writing

        asyncio.run(write_and_stop())
        assert "completed" == Job.objects.get().status

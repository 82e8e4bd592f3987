"""Handlers that end in every way there is, run by a real worker on real connections."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError

from jobs.errors import JobCancelled
from jobs.handlers import Complete, Handler, Payload, registry
from jobs.handlers.sync import SyncContext
from jobs.models import Attempt, Job, JobLog, JobTag, LedgerEntry
from jobs.queue import control
from jobs.testing import drain, enqueue, perform, scripted, stage_now
from tests.support.queue import assert_consistent
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


class Nothing(Payload):
    pass


@contextmanager
def threaded(work: Callable[[SyncContext], Any]):
    """Register the kind `threaded`, a plain function as its work."""

    class Threaded(Handler[Nothing]):
        kind = "threaded"
        label = "Threaded"
        payload_type = Nothing

        def run(self, ctx, payload):
            return work(ctx)

    registry.register(Threaded())
    try:
        yield
    finally:
        registry.unregister("threaded")


def raising(error: BaseException):
    async def work(ctx, payload):
        raise error

    return work


class TestThread:
    def test_of_a_plain_handler_writes_what_an_async_one_can(self):
        def work(ctx):
            ctx.check()
            ctx.progress(40, "on the way")
            ctx.log("hello", number=ctx.attempt)
            ctx.stream("text", "all of it")
            tags = ctx.step("count", {"of": "tags"}, JobTag.objects.count)
            return Complete([tags, ctx.seconds_left() > 0, ctx.cancel_requested])

        with threaded(work):
            job = perform(enqueue(make_user().pk, kind="threaded"))
        assert ("completed", [0, True, False]) == (job.status, job.result)
        types = list(JobLog.objects.filter(job_id=job.pk).order_by("seq").values_list("type", flat=True))
        assert {"progress", "log", "delta", "step"} <= set(types)
        assert_consistent(job.pk)

    def test_reuses_a_step_in_its_next_attempt(self):
        ran = []

        def work(ctx):
            output = ctx.step("once", 1, lambda: ran.append(ctx.attempt) or "kept")
            if ctx.attempt == 1:
                raise ValueError("once")
            return Complete(output)

        with threaded(work):
            job = perform(enqueue(make_user().pk, kind="threaded"))
            stage_now(job)
            job = perform(job)
        assert ([1], "completed", "kept") == (ran, job.status, job.result)

    def test_raises_what_a_step_raised(self):
        def work(ctx):
            ctx.step("bad", 1, lambda: 1 / 0)

        with threaded(work):
            job = perform(enqueue(make_user().pk, kind="threaded"))
        assert ("scheduled", "ZeroDivisionError") == (job.status, job.error_class)
        assert JobLog.objects.filter(job_id=job.pk, type="step", data__phase="failed").exists()

    def test_gives_its_connection_back_so_that_many_find_one(self):
        def work(ctx):
            return Complete(JobTag.objects.count())

        with threaded(work):
            owner = make_user()
            for _ in range(40):
                enqueue(owner.pk, kind="threaded")
            drain(concurrency=8)
        assert 40 == Attempt.objects.filter(outcome="completed").count()


class TestEnd:
    def test_asked_for_lets_the_handler_clean_up(self):
        cleaned = []

        async def work(ctx, payload):
            await ctx.read(control.cancel, ctx.job_id)
            try:
                await asyncio.sleep(60)
            finally:
                await asyncio.sleep(0.05)
                cleaned.append(True)

        with scripted(work):
            job = perform(enqueue(make_user().pk))
        assert ("cancelled", [True]) == (job.status, cleaned)


class TestError:
    def test_of_several_tasks_at_once_is_one_failure(self):
        async def odd():
            raise ValueError("odd")

        async def work(ctx, payload):
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(60))
                group.create_task(ctx.step("odd", 1, odd))

        with scripted(work):
            job = perform(enqueue(make_user().pk, max_attempts=1))
        assert ("failed", "ValueError", "odd") == (job.status, job.error_class, job.error_message)

    def test_of_a_cancel_that_nobody_asked_for_counts(self):
        with scripted(raising(JobCancelled())):
            job = perform(enqueue(make_user().pk))
        assert ("scheduled", 1, 1, "JobCancelled") == (job.status, job.failures, job.attempt, job.error_class)

    def test_of_a_task_cancelled_from_within_counts(self):
        with scripted(raising(asyncio.CancelledError())):
            job = perform(enqueue(make_user().pk))
        assert ("scheduled", 1) == (job.status, job.failures)
        assert "from within" in job.error_message

    @pytest.mark.parametrize("kind", ["scripted", "threaded"])
    def test_of_a_handler_that_asks_the_process_to_exit_is_its_own(self, kind):
        def leave(ctx):
            sys.exit(3)

        async def other(ctx, payload):
            return Complete("still here") if payload.value else leave(ctx)

        with scripted(other), threaded(leave):
            leaving = enqueue(make_user().pk, kind=kind, max_attempts=1)
            good = enqueue(make_user().pk, value=True)
            drain()
        leaving.refresh_from_db()
        good.refresh_from_db()
        assert ("failed", "completed") == (leaving.status, good.status)
        assert "asked the process to exit (3)" in leaving.error_message

    @pytest.mark.parametrize("kind", ["scripted", "threaded"])
    def test_of_a_handler_that_interrupts_the_process_is_its_own(self, kind):
        began, raised = threading.Event(), threading.Event()

        def interrupt(ctx):
            assert began.wait(10)
            raised.set()
            raise KeyboardInterrupt

        async def other(ctx, payload):
            if not payload.value:
                await asyncio.to_thread(interrupt, ctx)
            began.set()
            assert await asyncio.to_thread(raised.wait, 10)
            return Complete("still here")

        with scripted(other), threaded(interrupt):
            good = enqueue(make_user().pk, value=True)
            interrupting = enqueue(make_user().pk, kind=kind, max_attempts=1)
            drain()
        interrupting.refresh_from_db()
        good.refresh_from_db()
        assert ("failed", "RuntimeError", 1) == (interrupting.status, interrupting.error_class, interrupting.failures)
        assert ("completed", "still here", 1) == (good.status, good.result, good.attempt)
        assert "raised KeyboardInterrupt" in interrupting.error_message

    def test_of_a_payload_that_is_none_any_more_fails_at_once(self):
        with scripted():
            job = enqueue(make_user().pk)
            Job.objects.update(payload={"gone": 1})
            job = perform(job)
        assert ("failed", "InvalidPayload", 1) == (job.status, job.error_class, job.attempt)
        assert "payload.gone" in job.error_message


class TestTimeout:
    def test_ends_the_attempt_and_abandons_its_call(self):
        async def work(ctx, payload):
            await ctx.reserve("offline", "m", simulated=True, estimate_nano=1)
            await asyncio.sleep(60)

        with scripted(work):
            job = enqueue(make_user().pk, max_attempts=1)
            Job.objects.update(timeout_seconds=2.0)  # long enough for the call to be under way, however slow we are
            job = perform(job)
        assert ("failed", "Timeout") == (job.status, job.error_class)
        assert "abandoned" == LedgerEntry.objects.get().state


class TestTogether:
    def test_is_written_with_the_settle(self):
        async def work(ctx, payload):
            return Complete(together=(lambda: JobTag.objects.create(job_id=ctx.job_id, name="kept"),))

        with scripted(work):
            job = perform(enqueue(make_user().pk))
        assert ("completed", 1) == (job.status, JobTag.objects.count())

    def test_that_fails_takes_the_settle_with_it_and_counts_once(self):
        async def work(ctx, payload):
            def tag() -> None:
                JobTag.objects.create(job_id=ctx.job_id, name="half")
                raise IntegrityError("refused")

            return Complete("never", together=(tag,))

        with scripted(work):
            job = perform(enqueue(make_user().pk))
        assert ("scheduled", 1, "IntegrityError", None) == (job.status, job.failures, job.error_class, job.result)
        assert not JobTag.objects.exists()
        assert ["error"] == list(Attempt.objects.values_list("outcome", flat=True))
        assert_consistent(job.pk)

"""What a handler writes through its context is in the database when the call returns."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from jobs.errors import PermanentError
from jobs.handlers import Complete
from jobs.models import JobLog, LedgerEntry, StepCheckpoint
from jobs.queue import control
from jobs.testing import enqueue, perform, scripted, stage_now
from tests.support.queue import assert_consistent
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PAID = {"model": "m", "input_tokens": 1, "output_tokens": 2, "cost_nano": 7, "price_source": "table"}


async def reserved(ctx):
    return await ctx.reserve("p", "m", simulated=False, estimate_nano=5)


def stored():
    """The state of the one call, and how many steps are stored."""
    return LedgerEntry.objects.get().state, StepCheckpoint.objects.count()


def _refuse():
    raise IntegrityError("refused")


def performed(work, **fields):
    with scripted(work):
        return perform(enqueue(make_user().pk, **fields))


class TestReserve:
    async def _state(self, ctx):
        return await ctx.read(lambda: list(LedgerEntry.objects.values_list("state", "cost_nano")))

    def test_is_in_the_ledger_before_the_call_and_settled_after_it(self):
        async def work(ctx, payload):
            call = await reserved(ctx)
            before = await self._state(ctx)
            await call.settle(**PAID)
            return Complete([before, await self._state(ctx)])

        assert [[["reserved", None]], [["settled", 7]]] == performed(work).result

    def test_leaves_nothing_once_void(self):
        async def work(ctx, payload):
            await (await reserved(ctx)).void()
            return Complete()

        assert "completed" == performed(work).status
        assert not LedgerEntry.objects.exists()


class TestStep:
    def test_settles_its_last_call_with_its_checkpoint(self):
        seen = []

        async def work(ctx, payload):
            async def ask():
                await (await reserved(ctx)).settle(**PAID)
                seen.append(await ctx.read(stored))
                return "answer"

            return Complete(await ctx.step("ask", 1, ask))

        assert "answer" == performed(work).result
        assert [("reserved", 0)] == seen
        assert ("settled", 1) == stored()

    def test_that_fails_keeps_what_was_paid(self):
        async def work(ctx, payload):
            async def ask():
                await (await reserved(ctx)).settle(**PAID)
                raise PermanentError("unreadable")

            await ctx.step("ask", 1, ask)

        assert "failed" == performed(work).status
        assert ("settled", 7) == LedgerEntry.objects.values_list("state", "cost_nano").get()
        assert not StepCheckpoint.objects.exists()

    def test_that_a_cancel_interrupts_keeps_what_was_paid_and_did_not_fail(self):
        async def work(ctx, payload):
            async def ask():
                await (await reserved(ctx)).settle(**PAID)
                await ctx.read(lambda: control.cancel(ctx.job_id))
                ctx.request_cancel()
                ctx.check()

            await ctx.step("ask", 1, ask)

        assert "cancelled" == performed(work).status
        assert ("settled", 7) == LedgerEntry.objects.values_list("state", "cost_nano").get()
        assert ["ask started"] == list(JobLog.objects.filter(type="step").values_list("message", flat=True))

    def test_that_gave_nothing_is_not_run_again(self):
        runs = []

        async def work(ctx, payload):
            async def nothing():
                runs.append(ctx.attempt)

            await ctx.step("nothing", 1, nothing)
            if ctx.attempt == 1:
                raise RuntimeError("once")
            return Complete()

        with scripted(work):
            job = perform(enqueue(make_user().pk))
            stage_now(job)
            assert "completed" == perform(job).status
        assert [1] == runs

    def test_that_ends_the_attempt_is_stored_with_its_end(self):
        seen = []

        async def work(ctx, payload):
            async def ask():
                await (await reserved(ctx)).settle(**PAID)
                return "answer"

            answer = await ctx.step("ask", 1, ask, ends_attempt=True)
            seen.append(await ctx.read(stored))
            return Complete(answer)

        job = performed(work)
        assert ("completed", "answer") == (job.status, job.result)
        assert [("reserved", 0)] == seen
        assert ("settled", 1) == stored()
        told = JobLog.objects.filter(job_id=job.pk).order_by("-seq")
        assert ["Completed", "ask finished"] == list(told.values_list("message", flat=True)[:2])
        assert_consistent(job.pk)

    @pytest.mark.parametrize(
        "ending", [lambda: Complete(together=(_refuse,)), _refuse], ids=["whose write is refused", "that is an error"]
    )
    def test_that_ends_the_attempt_is_kept_whatever_the_end(self, ending):
        runs = []

        async def work(ctx, payload):
            async def ask():
                runs.append(ctx.attempt)
                await (await reserved(ctx)).settle(**PAID)
                return "answer"

            answer = await ctx.step("ask", 1, ask, ends_attempt=True)
            return ending() if ctx.attempt == 1 else Complete(answer)

        with scripted(work):
            job = perform(enqueue(make_user().pk))
            assert ("scheduled", "IntegrityError", ("settled", 1)) == (job.status, job.error_class, stored())
            stage_now(job)
            job = perform(job)
        assert ("completed", "answer", [1]) == (job.status, job.result, runs)
        assert_consistent(job.pk)


class TestStream:
    def test_counts_offsets_for_each_field(self):
        async def work(ctx, payload):
            for field, text in (("a", "one"), ("b", "x"), ("a", "two"), ("a", "three")):
                await ctx.stream(field, text)
            return Complete()

        job = performed(work)
        rows = [row.data for row in JobLog.objects.filter(job_id=job.pk, type="delta").order_by("seq")]
        for field, text in (("a", "onetwothree"), ("b", "x")):
            pieces = [row for row in rows if row["field"] == field]
            assert text == "".join(piece["text"] for piece in pieces)
            assert all(piece["text"] == text[piece["offset"] :][: len(piece["text"])] for piece in pieces)

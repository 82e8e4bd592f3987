"""What a handler's context holds back, and when it writes it."""

from __future__ import annotations

import asyncio

import pytest

from jobs.errors import BudgetBusy, BudgetTied
from jobs.handlers import Batch, Custodian, Estimate, JobContext, patience
from tests.support.contexts import MemoryRecorder, make_context


class Opening(MemoryRecorder):
    """While something is written, a step running beside opens a stream of its own."""

    context: JobContext

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        await super().write(custodian, batch)
        if len(self.batches) == 2:
            await self.context.stream("beside", "b")


class Busy(MemoryRecorder):
    """Refuses calls without an estimate that holds: another one is under way."""

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        if any(row.estimate_nano is None or row.is_untried for row in batch.reservations):
            raise BudgetBusy
        await super().write(custodian, batch)


class Slow(MemoryRecorder):
    """Answers nobody who enters a call, and has entered it."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = asyncio.Event()

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        await super().write(custodian, batch)
        if batch.reservations:
            self.entered.set()
            await asyncio.Event().wait()


class TestReserve:
    async def test_asks_again_for_an_estimate_while_the_call_waits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "FIRST_SECONDS", 0.001)
        said = [Estimate(None), Estimate(5, is_untried=True), Estimate(7)]

        async def estimate() -> Estimate:
            return said.pop(0)

        recorder = Busy()
        await make_context(recorder).reserve("p", "m", simulated=False, estimate_nano=estimate)
        assert ([7], []) == ([row.estimate_nano for row in recorder.reservations], said)

    async def test_puts_the_job_off_when_it_has_waited_for_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "FIRST_SECONDS", 0.01)
        monkeypatch.setattr(patience, "TOLD_SECONDS", 0.0)
        recorder = Busy()
        with pytest.raises(BudgetTied) as caught:
            await make_context(recorder, seconds=0.2).reserve("p", "m", simulated=False, estimate_nano=None)
        assert 10 <= caught.value.seconds <= 15
        assert [{"waits_for": "budget"}] == [fact.data for fact in recorder.facts], "it is told once"

    @pytest.mark.parametrize("in_step", [True, False])
    async def test_voids_a_call_that_is_never_made_because_it_was_cut_off(self, in_step: bool) -> None:
        recorder = Slow()
        ctx = make_context(recorder)

        async def work() -> None:
            await ctx.reserve("p", "m", simulated=False, estimate_nano=5)

        asking = asyncio.create_task(ctx.step("s", 1, work) if in_step else work())
        await recorder.entered.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await ctx.flush()
        assert [] == recorder.open_reservations


class TestFlush:
    async def test_writes_streams_while_others_are_opened(self) -> None:
        recorder = Opening()
        ctx = recorder.context = make_context(recorder)
        await ctx.stream("text", "a")
        await ctx.stream("text", "b")

        await ctx.flush()

        assert ("ab", "b") == (recorder.streamed("text"), recorder.streamed("beside"))

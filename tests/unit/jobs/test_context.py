"""What a handler's context holds back, and when it writes it."""

from __future__ import annotations

import asyncio

import pytest

from jobs.errors import BudgetBusy
from jobs.handlers import Batch, Custodian, JobContext, context
from tests.support.contexts import MemoryRecorder, make_context


class Opening(MemoryRecorder):
    """While something is written, a step running beside opens a stream of its own."""

    context: JobContext

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        await super().write(custodian, batch)
        if len(self.batches) == 2:
            await self.context.stream("beside", "b")


class Busy(MemoryRecorder):
    """Refuses calls without an estimate: another one is under way."""

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        if any(row.estimate_nano is None for row in batch.reservations):
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
        monkeypatch.setattr(context, "BUSY_SECONDS", 0.001)
        said = [None, None, 7]

        async def estimate() -> int | None:
            return said.pop(0)

        recorder = Busy()
        await make_context(recorder).reserve("p", "m", simulated=False, estimate_nano=estimate)
        assert ([7], []) == ([row.estimate_nano for row in recorder.reservations], said)

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

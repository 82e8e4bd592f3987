"""What a handler's context holds back, and when it writes it."""

from __future__ import annotations

from jobs.handlers import Batch, Custodian, JobContext
from tests.support.contexts import MemoryRecorder, make_context


class Opening(MemoryRecorder):
    """While something is written, a step running beside opens a stream of its own."""

    context: JobContext

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        await super().write(custodian, batch)
        if len(self.batches) == 2:
            await self.context.stream("beside", "b")


class TestFlush:
    async def test_writes_streams_while_others_are_opened(self) -> None:
        recorder = Opening()
        context = recorder.context = make_context(recorder)
        await context.stream("text", "a")
        await context.stream("text", "b")

        await context.flush()

        assert ("ab", "b") == (recorder.streamed("text"), recorder.streamed("beside"))

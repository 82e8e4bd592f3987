"""What an attempt writes: at once, with the step that is open, or with the attempt's end."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.events import Fact
from jobs.handlers.open_step import open_step
from jobs.handlers.recorder import Recorder
from jobs.queue.writes import Batch, Custodian


class Outbox:
    """Of one attempt. Everything is fenced by its lease."""

    def __init__(self, custodian: Custodian, recorder: Recorder) -> None:
        self._custodian = custodian
        self._recorder = recorder
        self._kept: list[Batch] = []

    async def write(self, batch: Batch) -> None:
        await self._recorder.write(self._custodian, batch)

    async def tell(self, fact: Fact) -> None:
        await self.write(Batch(facts=[fact]))

    async def write_in_step(self, batch: Batch) -> None:
        """Write `batch` and whatever the open step still holds back."""
        step = open_step.get()
        earlier: list[Batch] = []
        if step is not None:
            earlier, step.unwritten = step.unwritten, []
        await self.write(batch.after(earlier))

    async def leave_to_step(self, batch: Batch) -> None:
        """Leave `batch` to the open step's next write; outside a step, write it now."""
        if (step := open_step.get()) is None:
            await self.write(batch)
        else:
            step.unwritten.append(batch)

    def keep_in_step(self, batch: Batch) -> None:
        """Leave `batch` to the open step's next write; outside a step, to the attempt's end."""
        step = open_step.get()
        (self._kept if step is None else step.unwritten).append(batch)

    def keep(self, batches: Sequence[Batch]) -> None:
        """Leave `batches` to the attempt's end."""
        self._kept.extend(batches)

    def take(self) -> Batch | None:
        """What was left to the attempt's end, as one."""
        kept, self._kept = self._kept, []
        return Batch().after(kept) if kept else None

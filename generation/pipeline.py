"""Pipelines: named steps, each of checkpointed pieces, run as soon as what they need is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobs.errors import LeaseLost
from jobs.handlers import JobContext
from jobs.selectors.jobs import progress_of

# The outputs of each finished step's pieces, in their order, by the step's name.
Outputs = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One checkpoint: its `name` and `inputs` find the stored output of `work`, a JSON value.

    `inputs` must hold everything the output depends on. `message` is what people read while it runs, `prompt` names
    the prompt that asks for it. `units` is how many of what the pipeline counts it makes. Where `work` answers None, it
    was too much for one piece: its `parts` are run in its place, one after another, and their lists put together.
    """

    name: str
    message: str
    inputs: Any
    work: Callable[[], Awaitable[Any]]
    prompt: str = ""
    units: int = 0
    parts: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Pieces planned from the outputs of the steps it `needs`, run side by side. `weight` is its share of the work."""

    name: str
    needs: tuple[str, ...]
    plan: Callable[[Outputs], Sequence[Piece]]
    weight: int = 1


class Pipeline:
    """Runs `steps` for one job, at most `at_once` pieces at a time. `counted` names what people see counted.

    The job's progress begins at `first_percent`, in a later attempt where it stood, and ends at 99.

    When a piece fails, or the job is to be held or put off, nothing begins any more, and those under way finish: they
    are paid for. Then the failure is raised; finished pieces stay stored. A cancel ends all of them at once.
    """

    def __init__(
        self,
        ctx: JobContext,
        steps: Sequence[Step],
        *,
        at_once: int = 8,
        counted: str = "",
        first_percent: float = 0.0,
    ) -> None:
        self._ctx = ctx
        self._steps = steps
        self._places = asyncio.Semaphore(at_once)
        self._finished = {step.name: asyncio.Event() for step in steps}
        self._outputs: dict[str, Sequence[Any]] = {}
        self._shares = dict.fromkeys(self._finished, 0.0)
        self._messages: dict[str, str] = {}
        self._stop: Exception | None = None
        self._at_rest = asyncio.Event()
        self._last = ""
        self._stood = 0
        self._counted, self._made, self._to_make = counted, 0, 0
        self._first_percent = first_percent

    async def run(self) -> Outputs:
        """The outputs of all steps. Failures come as an ExceptionGroup, which the worker reads."""
        if self._ctx.attempt > 1:
            self._stood = await self._ctx.read(progress_of, self._ctx.job_id)
        async with asyncio.TaskGroup() as group:
            for step in self._steps:
                group.create_task(self._run_step(step))
        return self._outputs

    async def _run_step(self, step: Step) -> None:
        for name in step.needs:
            await self._finished[name].wait()
        pieces = step.plan(self._outputs)
        self._to_make += sum(piece.units for piece in pieces)
        async with asyncio.TaskGroup() as group:
            share = step.weight / max(1, len(pieces))
            tasks = [group.create_task(self._run_piece(step.name, piece, share)) for piece in pieces]
        self._outputs[step.name] = [task.result() for task in tasks]
        self._shares[step.name] = step.weight
        self._finished[step.name].set()

    async def _run_piece(self, step: str, piece: Piece, share: float) -> Any:
        async with self._places:
            output = await self._output(piece)
            self._shares[step] += share
            await self._tell()
            return output

    async def _output(self, piece: Piece) -> Any:
        """What the piece made, or its parts in its place."""
        if self._stop is not None:
            await self._rest(self._stop)
        self._messages[piece.name] = piece.message
        await self._tell()
        note = f"prompt {piece.prompt}" if piece.prompt else ""
        try:
            output = await self._ctx.step(piece.name, piece.inputs, piece.work, note=note)
        except Exception as stop:
            if not self._ctx.cancel_requested and not isinstance(stop, LeaseLost):
                self._stop = self._stop or stop
                self._leave(piece)
                await self._rest(stop)
            raise
        self._leave(piece)
        if output is None and piece.parts:
            return [made for part in piece.parts for made in await self._output(part)]
        self._made += piece.units
        return output

    async def _rest(self, stop: Exception) -> None:
        """Wait until every piece under way has finished or stopped too; then stop."""
        await self._at_rest.wait()
        raise stop

    def _leave(self, piece: Piece) -> None:
        del self._messages[piece.name]
        if self._stop is not None and not self._messages:
            self._at_rest.set()

    async def _tell(self) -> None:
        """Progress, with the words of the piece that began last and still runs."""
        done, whole = sum(self._shares.values()), sum(step.weight for step in self._steps)
        self._last = next(reversed(self._messages.values()), self._last)
        count = f"; {self._made} of {self._to_make} {self._counted} written" if self._to_make else ""
        percent = self._first_percent + (99 - self._first_percent) * done / whole
        await self._ctx.progress(max(self._stood, percent), f"{self._last}{count}")

"""What a running handler may know and do. Everything it writes is fenced by its lease."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from jobs import events
from jobs.conf import conf
from jobs.errors import JobCancelled
from jobs.handlers.attachment import attachment
from jobs.handlers.call import AskEstimate, Call
from jobs.handlers.outbox import Outbox
from jobs.handlers.patience import Patience
from jobs.handlers.recorder import Recorder
from jobs.handlers.reserving import Reserving
from jobs.handlers.steps import Steps
from jobs.handlers.stream import Stream
from jobs.handlers.throttle import Throttle
from jobs.queue.artefacts import reference
from jobs.queue.gates import Answer, Turn
from jobs.queue.writes import Batch, Custodian
from jobs.selectors.children import ChildOutcome, outcomes_of

P = ParamSpec("P")
T = TypeVar("T")


class JobContext:
    """Given to `Handler.run`. Await its writes: LeaseLost and JobCancelled surface there and end the attempt."""

    def __init__(self, custodian: Custodian, recorder: Recorder, deadline: float) -> None:
        self._custodian = custodian
        self._recorder = recorder
        self._deadline = deadline
        self._cancel_requested = False
        self._hold_requested = False
        self._progress: tuple[int, str] | None = None
        self._progress_throttle = Throttle(conf().progress_interval, self._flush_progress)
        self._streams: dict[str, Stream] = {}
        self._outbox = Outbox(custodian, recorder)
        self._steps = Steps(custodian, recorder, self._outbox, self.flush)
        self._reserving = Reserving(self._outbox, self.check, self.request_hold)

    @property
    def job_id(self) -> UUID:
        return self._custodian.job_id

    @property
    def owner_id(self) -> UUID:
        return self._custodian.owner_id

    @property
    def attempt(self) -> int:
        return self._custodian.attempt

    @property
    def custodian(self) -> Custodian:
        return self._custodian

    @property
    def cancel_requested(self) -> bool:
        return self._cancel_requested

    @property
    def stop_requested(self) -> bool:
        """A cancel or a hold was asked for: end at the next safe point."""
        return self._cancel_requested or self._hold_requested

    def request_cancel(self) -> None:
        """Called by the worker when it sees the flag."""
        self._cancel_requested = True

    def request_hold(self) -> None:
        """Called by the worker when it sees the flag."""
        self._hold_requested = True

    def seconds_left(self) -> float:
        """Until this attempt's time limit."""
        return max(0.0, self._deadline - time.monotonic())

    @property
    def hold_requested(self) -> bool:
        return self._hold_requested

    def check(self) -> None:
        """Raise JobCancelled if a cancel or a hold was asked for. Called before every model call and step."""
        if self.stop_requested:
            raise JobCancelled

    async def log(self, message: str, level: str = "info", **data: Any) -> None:
        await self._outbox.tell(events.logged(message, level, **data))

    async def progress(self, percent: float, message: str = "") -> None:
        """`percent` is 0 to 100; written at most every `progress_interval` seconds, the first at once."""
        self._progress = (max(0, min(100, int(percent))), message[:200])
        await self._progress_throttle.touch()

    async def stream(self, field: str, text: str) -> None:
        """Show `text` as the next piece of `field` to whoever watches."""
        if field not in self._streams:
            self._streams[field] = Stream(field, self.attempt, self._outbox.tell)
        await self._streams[field].add(text)

    async def step(
        self,
        name: str,
        inputs: Any,
        work: Callable[[], Awaitable[Any]],
        *,
        note: str = "",
        begins_with_call: bool = False,
        ends_attempt: bool = False,
    ) -> Any:
        """The stored output of (job, `name`, hash of `inputs`), or that of `work()`, stored before it is returned.

        Inputs and output are JSON values; `note` says in a few words what people should know of the step. The last
        call of `work` is settled in the commit that stores its output. Where `work` begins with a call, the step's
        beginning is told in the commit that enters it; where the handler returns at once after the step, so that it
        ends the attempt, its output is stored in the commit that settles that.
        """
        self.check()
        return await self._steps.run(
            name, inputs, work, note=note, begins_with_call=begins_with_call, ends_attempt=ends_attempt
        )

    async def reserve(
        self, provider: str, model: str, *, simulated: bool, estimate_nano: int | AskEstimate | None
    ) -> Call:
        """Enter a model call in the ledger before it is made; settle or void it with the returned Call.

        BudgetSpent, which is a JobCancelled, when it might pass a cap: the job is held, and goes on where it stopped.
        An estimate that is to be asked for is so again while the call waits for others and nobody could say.
        BudgetTied, which puts the job off, when it waits for too long.
        """
        self.check()
        patience = Patience(self.seconds_left())
        return await self._reserving.reserve(
            provider, model, simulated=simulated, estimate_nano=estimate_nano, patience=patience
        )

    async def enter_gate(self, key: str, amount: int | None = 0) -> Turn:
        """Whether a call of `amount` may go through the gate `key`, which all workers share; it is counted then.

        One of no amount (None) is not counted.
        """
        self.check()
        return await self._recorder.enter_gate(key, amount)

    async def tell_gate(self, key: str, answer: Answer, *, seconds: float = 0.0, reason: str = "") -> None:
        """What became of the call; `seconds` is how long the other side asked to be left alone."""
        await self._recorder.tell_gate(key, answer, seconds, reason)

    async def attach(self, name: str, media_type: str, content: bytes | str) -> dict[str, Any]:
        """Keep `content` as a file of the job, to be downloaded; what stands for it in a result.

        The same name, in this attempt or a later one, replaces it. InvalidArtefact says what cannot be kept.
        """
        artefact = attachment(name, media_type, content)
        kept = reference(self.job_id, artefact)
        await self._outbox.write(Batch(facts=[events.logged(f"Attached {name}", **kept)], artefacts=[artefact]))
        return kept

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function` (which may use the ORM) in one of the worker's reader threads."""
        return await self._recorder.read(function, *args, **kwargs)

    async def children(self) -> AsyncIterator[ChildOutcome]:
        """What became of the children of this job's fan-out, in the order in which it named them."""
        page = await self.read(outcomes_of, self.job_id)
        while page:
            for child in page:
                yield child
            page = await self.read(outcomes_of, self.job_id, page[-1])

    async def flush(self) -> None:
        """Write what is still held back."""
        if (batch := self._outbox.take()) is not None:
            await self._outbox.write(batch)
        await self._drain()

    async def leave(self) -> Batch | None:
        """Write what is still shown; what is left, to be committed with the attempt's end."""
        await self._drain()
        return self._outbox.take()

    async def _drain(self) -> None:
        if self._progress is not None:
            await self._progress_throttle.drain()
        # A copy: while one is written, steps running beside this one may open others.
        for stream in list(self._streams.values()):
            await stream.drain()

    def discard(self) -> None:
        """Drop what the throttles still hold back: the job is settled or lost."""
        self._progress_throttle.discard()
        for stream in self._streams.values():
            stream.discard()

    async def _flush_progress(self) -> None:
        if self._progress is None:
            return
        (percent, message), self._progress = self._progress, None
        await self._outbox.write(
            Batch(facts=[events.progressed(percent, message)], progress=percent, progress_message=message)
        )

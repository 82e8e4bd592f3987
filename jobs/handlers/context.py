"""What a running handler may know and do. Everything it writes is fenced by its lease."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import uuid_utils.compat as uuid

from jobs import events
from jobs.conf import conf
from jobs.errors import BudgetBusy, BudgetSpent, JobCancelled
from jobs.events import Fact
from jobs.handlers.attachment import attachment
from jobs.handlers.call import Call
from jobs.handlers.open_step import OpenStep, input_hash, open_step
from jobs.handlers.recorder import Recorder
from jobs.handlers.stream import Stream
from jobs.handlers.throttle import Throttle
from jobs.queue.artefacts import reference
from jobs.queue.gates import Answer, Turn
from jobs.queue.writes import Batch, Checkpoint, Custodian, Reservation
from jobs.selectors.children import ChildOutcome, outcomes_of

# How long a call waits before it asks again for money that calls under way may give back: at first, and at most.
BUSY_SECONDS = 0.25
MOST_BUSY_SECONDS = 2.0

P = ParamSpec("P")
T = TypeVar("T")

# What a call may cost at most, in nano-dollars; None where nobody can say.
Estimate = Callable[[], Awaitable[int | None]]


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
        self._unwritten: list[Batch] = []
        self._finished: set[tuple[str, str]] = set()

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
        await self._write(Batch(facts=[events.logged(message, level, **data)]))

    async def progress(self, percent: float, message: str = "") -> None:
        """`percent` is 0 to 100; written at most every `progress_interval` seconds, the first at once."""
        self._progress = (max(0, min(100, int(percent))), message[:200])
        await self._progress_throttle.touch()

    async def stream(self, field: str, text: str) -> None:
        """Show `text` as the next piece of `field` to whoever watches."""
        if field not in self._streams:
            self._streams[field] = Stream(field, self.attempt, self._write_fact)
        await self._streams[field].add(text)

    async def step(
        self,
        name: str,
        inputs: Any,
        work: Callable[[], Awaitable[Any]],
        *,
        note: str = "",
        begins_with_call: bool = False,
    ) -> Any:
        """The stored output of (job, `name`, hash of `inputs`), or that of `work()`, stored before it is returned.

        Inputs and output are JSON values; `note` says in a few words what people should know of the step. The last
        call of `work` is settled in the commit that stores its output. Where `work` begins with a call, the step's
        beginning is told in the commit that enters it.
        """
        self.check()
        key = input_hash(inputs)
        found, output = await self._find_checkpoint(name, key)
        if found:
            await self._write(Batch(facts=[events.step_reused(name, self.attempt, note)]))
            return output
        started = Batch(facts=[events.step_started(name, self.attempt, note)])
        if not begins_with_call:
            await self._write(started)
        began = time.monotonic()
        step = OpenStep(name, [started] if begins_with_call else [])
        token = open_step.set(step)
        try:
            output = await work()
        except JobCancelled:  # asked for: the step is interrupted, it did not fail
            self._unwritten.extend(step.unwritten)
            raise
        except Exception as error:
            failure = events.step_failed(name, self.attempt, str(error) or type(error).__name__)
            await self._write(Batch(facts=[failure]).after(step.unwritten))
            raise
        except BaseException:  # cancelled or out of time: `flush` writes what was paid for
            self._unwritten.extend(step.unwritten)
            raise
        finally:
            open_step.reset(token)
        seconds = time.monotonic() - began
        await self.flush()
        finished = Batch(
            facts=[events.step_finished(name, self.attempt, seconds)],
            checkpoints=[Checkpoint(name, key, output, seconds)],
        )
        await self._write(finished.after(step.unwritten))
        self._finished.add((name, key))
        return output

    async def _find_checkpoint(self, name: str, key: str) -> tuple[bool, Any]:
        """A first attempt need not ask for what it has not stored itself."""
        if self.attempt == 1 and (name, key) not in self._finished:
            return False, None
        return await self._recorder.find_checkpoint(self._custodian, name, key)

    async def reserve(
        self, provider: str, model: str, *, simulated: bool, estimate_nano: int | Estimate | None
    ) -> Call:
        """Enter a model call in the ledger before it is made; settle or void it with the returned Call.

        BudgetSpent, which is a JobCancelled, when it might pass a cap: the job is held, and goes on where it stopped.
        An estimate that is to be asked for is so again while the call waits for others and nobody could say.
        """
        self.check()
        step = open_step.get()
        name = step.name if step else ""
        known = await estimate_nano() if callable(estimate_nano) else estimate_nano
        reservation = Reservation(uuid.uuid7(), provider, model, name, simulated, known)
        wait = BUSY_SECONDS
        while not await self._enter(reservation):
            await asyncio.sleep(wait)
            self.check()
            wait = min(2 * wait, MOST_BUSY_SECONDS)
            if reservation.estimate_nano is None and callable(estimate_nano):
                reservation = replace(reservation, estimate_nano=await estimate_nano())
        return Call(reservation, self._write_with_checkpoint)

    async def _enter(self, reservation: Reservation) -> bool:
        """Whether the call is in the ledger; not while what is left of a budget is reserved by others."""
        try:
            await self._write_in_step(Batch(reservations=[reservation]))
        except BudgetBusy:
            return False
        except BudgetSpent:
            self.request_hold()
            raise
        except asyncio.CancelledError:  # it may be in the ledger by now, but the call is never made
            step = open_step.get()
            (self._unwritten if step is None else step.unwritten).append(Batch(voids=[reservation.entry_id]))
            raise
        return True

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
        await self._write(Batch(facts=[events.logged(f"Attached {name}", **kept)], artefacts=[artefact]))
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
        if self._unwritten:
            earlier, self._unwritten = self._unwritten, []
            await self._write(Batch().after(earlier))
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

    async def _write(self, batch: Batch) -> None:
        await self._recorder.write(self._custodian, batch)

    async def _write_in_step(self, batch: Batch) -> None:
        """Write `batch` and whatever the open step still holds back."""
        step = open_step.get()
        earlier: list[Batch] = []
        if step is not None:
            earlier, step.unwritten = step.unwritten, []
        await self._write(batch.after(earlier))

    async def _write_with_checkpoint(self, batch: Batch) -> None:
        """Leave `batch` to the open step's next write; outside a step, write it now."""
        step = open_step.get()
        if step is None:
            await self._write(batch)
        else:
            step.unwritten.append(batch)

    async def _write_fact(self, fact: Fact) -> None:
        await self._write(Batch(facts=[fact]))

    async def _flush_progress(self) -> None:
        if self._progress is None:
            return
        (percent, message), self._progress = self._progress, None
        await self._write(
            Batch(facts=[events.progressed(percent, message)], progress=percent, progress_message=message)
        )

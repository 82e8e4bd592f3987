"""The steps of an attempt: each is worked once in a job's life, and its output is stored."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from jobs import events
from jobs.errors import JobCancelled
from jobs.handlers.open_step import OpenStep, input_hash, open_step
from jobs.handlers.outbox import Outbox
from jobs.handlers.recorder import Recorder
from jobs.queue.writes import Batch, Checkpoint, Custodian

Work = Callable[[], Awaitable[Any]]


class Steps:
    """Of one attempt. `flush` writes what is shown of a step before its output is stored."""

    def __init__(
        self, custodian: Custodian, recorder: Recorder, outbox: Outbox, flush: Callable[[], Awaitable[None]]
    ) -> None:
        self._custodian = custodian
        self._recorder = recorder
        self._outbox = outbox
        self._flush = flush
        self._finished: set[tuple[str, str]] = set()

    async def run(
        self, name: str, inputs: Any, work: Work, *, note: str, begins_with_call: bool, ends_attempt: bool
    ) -> Any:
        """As `JobContext.step` says."""
        attempt, key = self._custodian.attempt, input_hash(inputs)
        found, output = await self._find(name, key)
        if found:
            await self._outbox.tell(events.step_reused(name, attempt, note))
            return output
        started = Batch(facts=[events.step_started(name, attempt, note)])
        if not begins_with_call:
            await self._outbox.write(started)
        step = OpenStep(name, [started] if begins_with_call else [])
        began = time.monotonic()
        output = await self._worked(step, work)
        seconds = time.monotonic() - began
        await self._flush()
        finished = Batch(
            facts=[events.step_finished(name, attempt, seconds)],
            checkpoints=[Checkpoint(name, key, output, seconds)],
        ).after(step.unwritten)
        if ends_attempt:
            self._outbox.keep([finished])
        else:
            await self._outbox.write(finished)
        self._finished.add((name, key))
        return output

    async def _worked(self, step: OpenStep, work: Work) -> Any:
        """What `work()` returned within `step`; what was paid for is written however it ends."""
        token = open_step.set(step)
        try:
            return await work()
        except JobCancelled:  # asked for: the step is interrupted, it did not fail
            self._outbox.keep(step.unwritten)
            raise
        except Exception as error:
            failure = events.step_failed(step.name, self._custodian.attempt, str(error) or type(error).__name__)
            await self._outbox.write(Batch(facts=[failure]).after(step.unwritten))
            raise
        except BaseException:  # cancelled or out of time
            self._outbox.keep(step.unwritten)
            raise
        finally:
            open_step.reset(token)

    async def _find(self, name: str, key: str) -> tuple[bool, Any]:
        """A first attempt need not ask for what it has not stored itself."""
        if self._custodian.attempt == 1 and (name, key) not in self._finished:
            return False, None
        return await self._recorder.find_checkpoint(self._custodian, name, key)

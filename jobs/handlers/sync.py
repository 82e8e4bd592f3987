"""The context of a handler that is a plain function: the same writes, from its thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar
from uuid import UUID

from jobs.handlers.context import JobContext
from jobs.selectors.children import ChildOutcome, every_outcome

T = TypeVar("T")


class SyncContext:
    """Each call returns once it is committed. LeaseLost and JobCancelled surface as in `JobContext`."""

    def __init__(self, context: JobContext, loop: asyncio.AbstractEventLoop) -> None:
        self._context = context
        self._loop = loop

    @property
    def job_id(self) -> UUID:
        return self._context.job_id

    @property
    def owner_id(self) -> UUID:
        return self._context.owner_id

    @property
    def attempt(self) -> int:
        return self._context.attempt

    @property
    def cancel_requested(self) -> bool:
        return self._context.cancel_requested

    def seconds_left(self) -> float:
        return self._context.seconds_left()

    def check(self) -> None:
        self._context.check()

    def log(self, message: str, level: str = "info", **data: Any) -> None:
        self._wait(self._context.log(message, level, **data))

    def progress(self, percent: float, message: str = "") -> None:
        self._wait(self._context.progress(percent, message))

    def stream(self, field: str, text: str) -> None:
        self._wait(self._context.stream(field, text))

    def step(self, name: str, inputs: Any, work: Callable[[], Any]) -> Any:
        """As `JobContext.step`; `work` runs in this thread, which waits for it anyway."""
        wanted: SimpleQueue[Future[Any] | None] = SimpleQueue()

        async def here() -> Any:
            output: Future[Any] = Future()
            wanted.put(output)
            return await asyncio.wrap_future(output)

        stepping = asyncio.run_coroutine_threadsafe(self._context.step(name, inputs, here), self._loop)
        stepping.add_done_callback(lambda _: wanted.put(None))
        while (output := wanted.get()) is not None:
            _fulfil(output, work)
        return stepping.result()

    def attach(self, name: str, media_type: str, content: bytes | str) -> dict[str, Any]:
        """As `JobContext.attach`."""
        return self._wait(self._context.attach(name, media_type, content))

    def children(self) -> Iterator[ChildOutcome]:
        """As `JobContext.children`."""
        return every_outcome(self.job_id)

    def _wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def _fulfil(output: Future[Any], work: Callable[[], Any]) -> None:
    if not output.set_running_or_notify_cancel():
        return
    try:
        output.set_result(work())
    except Exception as error:  # noqa: BLE001 - raised again where the step awaits it
        output.set_exception(error)

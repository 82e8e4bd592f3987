"""The child's end of the pipes to its worker."""

from __future__ import annotations

import asyncio
import itertools
import os
import threading
from collections.abc import Callable
from typing import BinaryIO

from jobs.errors import BudgetBusy, BudgetSpent, JobsError, LeaseLost
from jobs.worker.child.limits import EXIT_ORPHANED
from jobs.worker.child.wire import HEAD, Answer, Asked, Message, Request, framed, message_of, sizes_of

# What a handler, or its context, knows what to do with.
KNOWN = {error.__name__: error for error in (LeaseLost, BudgetBusy, BudgetSpent)}


class WriteRefused(JobsError):
    """The database refused what was written; `error_class` is the worker's word for why."""

    def __init__(self, error_class: str, message: str) -> None:
        super().__init__(message)
        self.error_class = error_class


class Pipe:
    """`read` the first message; then `listen`, and `ask` from the event loop."""

    def __init__(self, inward: BinaryIO, outward: BinaryIO) -> None:
        self._inward = inward
        self._outward = outward
        self._numbers = itertools.count()
        self._open: dict[int, asyncio.Future[Answer]] = {}
        self._is_closing = False

    def read(self) -> Message | None:
        """The next message; None when the worker has gone."""
        head = self._inward.read(HEAD.size)
        if len(head) < HEAD.size:
            return None
        (count,) = HEAD.unpack(head)
        sizes = sizes_of(count, self._inward.read(8 * count))
        return message_of([self._inward.read(size) for size in sizes])

    def listen(self, heed: Callable[[Asked], None]) -> None:
        """From now on answers reach who asked, and wishes `heed`, on the running event loop."""
        loop = asyncio.get_running_loop()

        def serve() -> None:
            # A thread, because a handler that blocks the event loop must not outlive its worker either.
            while (message := self.read()) is not None:
                loop.call_soon_threadsafe(self._deliver, message, heed)
            if not self._is_closing:
                os._exit(EXIT_ORPHANED)

        threading.Thread(target=serve, name="pipe", daemon=True).start()

    async def ask(self, request: Request) -> Answer:
        """Send `request`; its answer. LeaseLost, BudgetBusy, BudgetSpent, or WriteRefused."""
        frame = framed(request)
        future = self._open[request.number] = asyncio.get_running_loop().create_future()
        self.send(frame)
        answer: Answer = await future
        if answer.error_class in KNOWN:
            raise KNOWN[answer.error_class](answer.message)
        if answer.error_class:
            raise WriteRefused(answer.error_class, answer.message)
        return answer

    def number(self) -> int:
        return next(self._numbers)

    def say_last(self, frame: bytes) -> None:
        """Send the last message."""
        self._is_closing = True
        self.send(frame)

    def send(self, frame: bytes) -> None:
        try:
            self._outward.write(frame)
            self._outward.flush()
        except BrokenPipeError:
            os._exit(EXIT_ORPHANED)

    def _deliver(self, message: Message, heed: Callable[[Asked], None]) -> None:
        match message:
            case Answer(number=number):
                if not (waiting := self._open.pop(number)).done():
                    waiting.set_result(message)
            case Asked():
                heed(message)

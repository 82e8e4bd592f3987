"""The thread through which a worker writes: what comes while one commit runs goes out together in the next."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

from jobs.queue.commit import Write, commit
from jobs.queue.lease import Pulse
from jobs.queue.report import Settle
from jobs.queue.session import let_go_when_frozen
from jobs.queue.writes import Batch, Custodian
from jobs.worker.orders import Answer, Call, Order, OrderedWrite, parted, tell

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

BATCH_LIMIT = 500
SQLITE_PAUSE_SECONDS = 0.005
RETRY_SECONDS = (0.05, 0.2, 0.5, 1.0, 2.0)


class Committer:
    """Start it once; `write` from the event loop, `call` for whole functions that write (claim, rescue)."""

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="committer", daemon=True)
        self._giving_up = threading.Event()

    def start(self) -> None:
        self._thread.start()

    async def stop(self, patience: float = 10.0) -> None:
        """Write what is waiting, then end; after `patience` seconds without a database, give up."""
        self._inbox.put(None)
        await asyncio.to_thread(self._thread.join, patience)
        self._giving_up.set()

    async def write(self, custodian: Custodian | Pulse, what: Batch | Settle) -> None:
        """Returns once `what` is committed. LeaseLost when the job is no longer this worker's."""
        await self._answer(Write.of(custodian, what))

    async def write_apart(self, custodian: Custodian, what: Batch | Settle) -> None:
        """As `write`, on a thread and connection of its own: what takes seconds must not keep the others waiting."""

        def apart() -> None:
            try:
                (outcome,) = self._persistently(lambda: commit([Write.of(custodian, what)]))
            finally:
                connection.close()
            if outcome is not None:
                raise outcome

        await asyncio.to_thread(apart)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function` between two commits, on this thread's connection, again if the database went away."""
        result: T = await self._answer(Call(partial(function, *args, **kwargs)))
        return result

    async def call_first(self, function: Callable[[], T]) -> T:
        """As `call`, before what waits to be written: new work begins while that is committed."""
        result: T = await self._answer(Call(function, first=True))
        return result

    async def _answer(self, what: Write | Call) -> Any:
        answer: Answer = asyncio.get_running_loop().create_future()
        self._inbox.put((what, answer))
        return await answer

    def _serve(self) -> None:
        stopping = False
        while not stopping:
            group = [self._inbox.get()]
            while not self._inbox.empty():
                group.append(self._inbox.get())
            stopping = None in group
            self._follow([order for order in group if order is not None])
            if connection.vendor == "sqlite":
                time.sleep(SQLITE_PAUSE_SECONDS)  # lets the web process in: SQLite has no queue of writers
        connection.close()

    def _follow(self, orders: Sequence[Order]) -> None:
        """Do what was ordered, in order; writes that stand beside each other go out together."""
        writes: list[OrderedWrite] = []
        for what, answer in sorted(orders, key=lambda order: not (isinstance(order[0], Call) and order[0].first)):
            if isinstance(what, Write):
                writes.append((what, answer))
                continue
            self._commit(writes)
            writes = []
            self._call(what, answer)
        self._commit(writes)

    def _commit(self, writes: Sequence[OrderedWrite]) -> None:
        for part in parted([(write, answer) for write, answer in writes if not answer.cancelled()], BATCH_LIMIT):
            try:
                outcomes = self._persistently(partial(commit, [write for write, _ in part]))
            except Exception as error:  # noqa: BLE001 - handed to whoever awaits the write
                outcomes = [error] * len(part)
            tell([(answer, None, outcome) for (_, answer), outcome in zip(part, outcomes, strict=True)])

    def _call(self, call: Call, answer: Answer) -> None:
        if answer.cancelled():
            return
        try:
            tell([(answer, self._persistently(call.function), None)])
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits the call
            tell([(answer, None, error)])

    def _persistently(self, function: Callable[[], T]) -> T:
        """`function()`, tried again on a fresh connection for as long as the database is away."""
        tries = 0
        while True:
            try:
                if connection.connection is None:
                    let_go_when_frozen()
                return function()
            except (OperationalError, InterfaceError) as error:
                connection.close()
                if self._giving_up.is_set():
                    raise
                wait = RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
                logger.warning("database unavailable, trying again in %.2f s: %s", wait, error)
                self._giving_up.wait(wait)
                tries += 1

"""The thread through which a worker writes: what comes while one commit runs goes out together in the next."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

from jobs.queue.commit import Write, commit
from jobs.queue.lease import Pulse
from jobs.queue.report import Settle
from jobs.queue.session import let_go_when_frozen
from jobs.queue.writes import Batch, Custodian

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

BATCH_LIMIT = 500
SQLITE_PAUSE_SECONDS = 0.005
RETRY_SECONDS = (0.05, 0.2, 0.5, 1.0, 2.0)


class Committer:
    """Start it once; `write` from the event loop, `call` for whole functions that write (claim, rescue)."""

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[tuple[Write | Callable[[], Any] | None, Future[Any]]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="committer", daemon=True)
        self._giving_up = threading.Event()

    def start(self) -> None:
        self._thread.start()

    async def stop(self, patience: float = 10.0) -> None:
        """Write what is waiting, then end; after `patience` seconds without a database, give up."""
        self._inbox.put((None, Future()))
        await asyncio.to_thread(self._thread.join, patience)
        self._giving_up.set()

    async def write(self, custodian: Custodian | Pulse, what: Batch | Settle) -> None:
        """Returns once `what` is committed. LeaseLost when the job is no longer this worker's."""
        await self._submitted(Write.of(custodian, what))

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
        result: T = await self._submitted(lambda: function(*args, **kwargs))
        return result

    async def _submitted(self, item: Write | Callable[[], Any]) -> Any:
        future: Future[Any] = Future()
        self._inbox.put((item, future))
        return await asyncio.wrap_future(future)

    def _serve(self) -> None:
        stopping = False
        while not stopping:
            group = [self._inbox.get()]
            while len(group) < BATCH_LIMIT and not self._inbox.empty():
                group.append(self._inbox.get())
            writes: list[tuple[Write, Future[Any]]] = []
            for item, future in group:
                if isinstance(item, Write):
                    writes.append((item, future))
                    continue
                self._commit(writes)
                writes = []
                if item is None:
                    stopping = True
                else:
                    self._call(item, future)
            self._commit(writes)
            if connection.vendor == "sqlite":
                time.sleep(SQLITE_PAUSE_SECONDS)  # lets the web process in: SQLite has no queue of writers
        connection.close()

    def _commit(self, writes: list[tuple[Write, Future[Any]]]) -> None:
        wanted = [(write, future) for write, future in writes if future.set_running_or_notify_cancel()]
        for is_plain in (False, True):
            if part := [(write, future) for write, future in wanted if write.is_plain is is_plain]:
                self._commit_together(part)

    def _commit_together(self, wanted: list[tuple[Write, Future[Any]]]) -> None:
        try:
            outcomes = self._persistently(lambda: commit([write for write, _ in wanted]))
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits the write
            outcomes = [error] * len(wanted)
        for (_, future), outcome in zip(wanted, outcomes, strict=True):
            if outcome is None:
                future.set_result(None)
            else:
                future.set_exception(outcome)

    def _call(self, function: Callable[[], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(self._persistently(function))
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits the call
            future.set_exception(error)

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

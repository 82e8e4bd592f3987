"""The thread through which a worker writes: what comes while one commit runs goes out together in the next."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeAlias, TypeVar

from django.db import InterfaceError, OperationalError, connection

from jobs.queue.commit import Write, commit
from jobs.queue.lease import Pulse
from jobs.queue.report import Settle
from jobs.queue.session import let_go_when_frozen
from jobs.queue.writes import Batch, Custodian

P = ParamSpec("P")
T = TypeVar("T")
# Of the event loop that waits.
Answer: TypeAlias = "asyncio.Future[Any]"

logger = logging.getLogger(__name__)

BATCH_LIMIT = 500
SQLITE_PAUSE_SECONDS = 0.005
RETRY_SECONDS = (0.05, 0.2, 0.5, 1.0, 2.0)


class Committer:
    """Start it once; `write` from the event loop, `call` for whole functions that write (claim, rescue)."""

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[tuple[Write | Callable[[], Any], Answer] | None] = queue.SimpleQueue()
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
        result: T = await self._answer(lambda: function(*args, **kwargs))
        return result

    async def _answer(self, item: Write | Callable[[], Any]) -> Any:
        answer: Answer = asyncio.get_running_loop().create_future()
        self._inbox.put((item, answer))
        return await answer

    def _serve(self) -> None:
        stopping = False
        while not stopping:
            group = [self._inbox.get()]
            while len(group) < BATCH_LIMIT and not self._inbox.empty():
                group.append(self._inbox.get())
            stopping = None in group
            writes: list[tuple[Write, Answer]] = []
            for item, answer in filter(None, group):
                if isinstance(item, Write):
                    writes.append((item, answer))
                    continue
                self._commit(writes)
                writes = []
                self._call(item, answer)
            self._commit(writes)
            if connection.vendor == "sqlite":
                time.sleep(SQLITE_PAUSE_SECONDS)  # lets the web process in: SQLite has no queue of writers
        connection.close()

    def _commit(self, writes: Sequence[tuple[Write, Answer]]) -> None:
        for part in _parts([(write, answer) for write, answer in writes if not answer.cancelled()]):
            try:
                outcomes = self._persistently(partial(commit, [write for write, _ in part]))
            except Exception as error:  # noqa: BLE001 - handed to whoever awaits the write
                outcomes = [error] * len(part)
            _tell([(answer, None, outcome) for (_, answer), outcome in zip(part, outcomes, strict=True)])

    def _call(self, function: Callable[[], Any], answer: Answer) -> None:
        if answer.cancelled():
            return
        try:
            _tell([(answer, self._persistently(function), None)])
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits the call
            _tell([(answer, None, error)])

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


def _parts(writes: Sequence[tuple[Write, Answer]]) -> list[list[tuple[Write, Answer]]]:
    """Plain successes apart from the rest, which costs more; several writes of one attempt stay in their order."""
    of_attempt = Counter(write.lease_id for write, _ in writes)
    plain = [(write, answer) for write, answer in writes if write.is_plain and of_attempt[write.lease_id] == 1]
    rest = [(write, answer) for write, answer in writes if not (write.is_plain and of_attempt[write.lease_id] == 1)]
    return [part for part in (rest, plain) if part]


def _tell(told: Sequence[tuple[Answer, Any, Exception | None]]) -> None:
    """Wake those who wait, all at once; where their event loop has ended, nobody does."""
    with suppress(RuntimeError):
        told[0][0].get_loop().call_soon_threadsafe(_resolve, told)


def _resolve(told: Sequence[tuple[Answer, Any, Exception | None]]) -> None:
    for answer, result, error in told:
        if answer.done():
            continue
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)

"""A handler's `run` or `join` at work, async or plain."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from django.db import connections

from jobs.handlers import Handler, JobContext
from jobs.handlers.sync import SyncContext
from jobs.states import Phase

Face = Callable[[Any, Any], Any]


def face_of(handler: Handler[Any], phase: str) -> Face:
    return handler.join if phase == Phase.JOIN else handler.run


async def work(
    face: Face, context: JobContext, payload: Any, threads: Executor, leave: Callable[[Future[object]], None]
) -> object:
    """What the handler returns. `leave` gets the thread of a plain one that goes on after this was cancelled."""
    try:
        if inspect.iscoroutinefunction(face):
            return await face(context, payload)
        return await _in_thread(face, context, payload, threads, leave)
    except SystemExit as error:
        # Left to rise it would end the event loop, and with it every other job of this process.
        raise RuntimeError(f"The handler asked the process to exit ({error.code}).") from error
    except KeyboardInterrupt as error:
        # The same; Ctrl-C itself is a signal here, which the worker handles, and raises nothing in a handler.
        raise RuntimeError("The handler raised KeyboardInterrupt, as if to end the process.") from error


async def _in_thread(
    face: Face, context: JobContext, payload: Any, threads: Executor, leave: Callable[[Future[object]], None]
) -> object:
    loop = asyncio.get_running_loop()

    def run() -> object:
        try:
            return face(SyncContext(context, loop), payload)
        finally:
            connections.close_all()

    thread = threads.submit(run)
    try:
        return await asyncio.shield(asyncio.wrap_future(thread))
    except asyncio.CancelledError:
        if not thread.cancel() and not thread.done():
            leave(thread)
        raise

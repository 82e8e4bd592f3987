"""Events as they come, up to a change of something else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from jobs.live.signal import Signal


async def until_changed(events: AsyncIterator[str], changed: Signal, seen: int, after: float) -> AsyncIterator[str]:
    """`events` until `changed` is beyond version `seen`, but for `after` seconds at least; then they are closed.

    An event that came is never lost: it is yielded, or was not taken yet.
    """
    stop = asyncio.ensure_future(_both(changed, seen, after))
    coming: asyncio.Future[str] | None = None
    try:
        while not stop.done():
            coming = asyncio.ensure_future(anext(events))
            await asyncio.wait({coming, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                return
            try:
                yield coming.result()
            except StopAsyncIteration:
                return
    finally:
        for task in (stop, coming):
            if task is not None and not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _both(changed: Signal, seen: int, after: float) -> None:
    await asyncio.gather(changed.wait(seen), asyncio.sleep(after))

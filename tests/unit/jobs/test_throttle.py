"""The first write goes out at once; what follows is gathered."""

from __future__ import annotations

import asyncio

import pytest

from jobs.errors import LeaseLost
from jobs.handlers.throttle import Throttle
from tests.support.waiting import wait_for_async


class TestThrottle:
    async def test_flushes_the_first_at_once_and_gathers_the_next(self):
        flushed = []

        async def flush():
            flushed.append(len(flushed))

        throttle = Throttle(60, flush)
        for _ in range(5):
            await throttle.touch()
        assert 1 == len(flushed)
        await throttle.drain()
        assert 2 == len(flushed)

    async def test_flushes_what_it_gathered_by_itself(self):
        flushed = asyncio.Event()
        calls = []

        async def flush():
            calls.append(1)
            if len(calls) == 2:
                flushed.set()

        throttle = Throttle(0.01, flush)
        await throttle.touch()
        await throttle.touch()
        await asyncio.wait_for(flushed.wait(), 5)

    async def test_tells_its_next_caller_what_went_wrong_meanwhile(self):
        calls = []

        async def flush():
            calls.append(1)
            if len(calls) > 1:
                raise LeaseLost

        throttle = Throttle(0.01, flush)
        await throttle.touch()
        await throttle.touch()

        async def failed():
            return len(calls) == 2

        await wait_for_async(failed)
        with pytest.raises(LeaseLost):
            await throttle.drain()

    async def test_forgets_what_it_gathered_when_told_to(self):
        calls = []

        async def flush():
            calls.append(1)

        throttle = Throttle(60.0, flush)
        await throttle.touch()
        await throttle.touch()
        throttle.discard()
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not asyncio.current_task()),
                             return_exceptions=True)  # fmt: skip
        assert 1 == len(calls)

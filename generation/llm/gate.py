"""The gate before a provider's model, shared by all workers: what its answers tell of it keeps others from asking."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from generation.llm.errors import CutStream, ProviderError, ProviderTimeout, RateLimited, Transient
from generation.llm.pricing import estimate_input
from generation.llm.provider import ModelRequest, Provider
from jobs.errors import PutOff
from jobs.handlers import Answer, JobContext

# Longer waits are the queue's: a sleeping job holds a place that another could use.
QUICK_WAIT_SECONDS = 5.0
LEAST_SECONDS = 1.0
# What is wrong with the other side, and not with the request or the key.
FAILURES = (Transient, ProviderTimeout, CutStream)


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of one call; nobody waits before simulated ones."""

    ctx: JobContext
    key: str
    is_open: bool
    amount: int = 0

    @classmethod
    def of(cls, ctx: JobContext, provider: Provider, request: ModelRequest) -> Gate:
        key = f"{provider.name}/{request.model}"[:200]
        if provider.simulated:
            return cls(ctx, key, is_open=True)
        return cls(ctx, key, is_open=False, amount=estimate_input(request) + request.max_tokens)

    async def enter(self) -> bool:
        """Wait for a short while if need be; whether one wants to hear that the call went well.

        PutOff when the wait is longer: then the job gives its place to another.
        """
        if self.is_open:
            return False
        while (turn := await self.ctx.enter_gate(self.key, self.amount)).wait:
            if turn.wait > QUICK_WAIT_SECONDS or turn.wait + LEAST_SECONDS > self.ctx.seconds_left():
                why = f": {turn.reason}" if turn.reason else ", because so many calls a minute are made already"
                raise PutOff(f"{self.key} is left alone for {turn.wait:.0f} s{why}", turn.wait)
            await asyncio.sleep(turn.wait + random.uniform(0.0, 0.2))
        return turn.tainted

    async def tell_well(self) -> None:
        await self.ctx.tell_gate(self.key, Answer.WELL)

    async def tell(self, error: ProviderError) -> None:
        """What `error` says of the other side, if it does."""
        if self.is_open:
            return
        if isinstance(error, RateLimited):
            await self.ctx.tell_gate(self.key, Answer.LIMITED, seconds=error.seconds, reason=str(error))
        elif isinstance(error, FAILURES):
            seconds = error.retry_after or 0.0
            await self.ctx.tell_gate(self.key, Answer.FAILED, seconds=seconds, reason=str(error))

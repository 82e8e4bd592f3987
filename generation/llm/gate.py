"""The gates before a provider's key and its models, shared by all workers: what an answer tells keeps others away.

A key that is refused is so for every model; what a key may not do, or cannot pay for, is a matter of one model: a
person who names a model of their own must not be able to shut those of all others.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Iterable
from dataclasses import dataclass

from generation.llm.errors import (
    AuthFailed,
    CutStream,
    Parked,
    ProviderError,
    ProviderTimeout,
    RateLimited,
    Transient,
)
from generation.llm.pricing import estimate_input
from generation.llm.provider import ModelRequest, Provider
from jobs.errors import PutOff
from jobs.handlers import Answer, JobContext, Turn

logger = logging.getLogger(__name__)

# Longer waits are the queue's: a sleeping job holds a place that another could use.
QUICK_WAIT_SECONDS = 5.0
# At a gate a job may wait for its turn more than once, so long in all.
PATIENCE_SECONDS = 10.0
LEAST_SECONDS = 1.0
MOST_SPREAD_SECONDS = 15.0
# Those who wait for a gate to open come back soon after; it lets few through at once then.
OPENING_SPREAD_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Gate:
    """The gates of one call: `account`'s, where the key is one, and the model's. Nobody waits before simulated ones."""

    ctx: JobContext
    model: str
    is_open: bool
    account: str = ""
    amount: int = 0

    @classmethod
    def of(cls, ctx: JobContext, provider: Provider, request: ModelRequest) -> Gate:
        model = f"{provider.name}/{request.model}"[:200]
        if provider.simulated:
            return cls(ctx, model, is_open=True)
        amount = estimate_input(request) + request.max_tokens
        return cls(ctx, model, is_open=False, account=provider.account, amount=amount)

    async def enter(self) -> list[str]:
        """Wait for a short while if need be; the keys of those that want to hear that the call went well.

        PutOff when the wait is longer: then the job gives its place to another.
        """
        if self.is_open:
            return []
        gates: list[tuple[str, int | None]] = [(self.account, None), (self.model, self.amount)]
        return [key for key, amount in gates if key and await self._pass(key, amount)]

    async def tell_well(self, keys: Iterable[str]) -> None:
        for key in keys:
            await self.ctx.tell_gate(key, Answer.WELL)

    async def tell(self, error: ProviderError) -> None:
        """What `error` says of the other side, if it does; `error` says then which gate it has shut, or may shut."""
        if self.is_open:
            return
        match error:
            case AuthFailed(is_of_key=True) if self.account:
                await self._tell(self.account, Answer.REFUSED, error, error.seconds)
            case Parked():
                await self._tell(self.model, Answer.REFUSED, error, error.seconds)
            case RateLimited():
                await self._tell(self.model, Answer.LIMITED, error, error.seconds)
            case Transient() | ProviderTimeout() | CutStream():
                await self._tell(self.model, Answer.FAILED, error, error.retry_after or 0.0)

    async def _pass(self, key: str, amount: int | None) -> bool:
        """Go through one gate; whether it is tainted."""
        waited = 0.0
        while (turn := await self.ctx.enter_gate(key, amount)).wait:
            if waited + turn.wait > PATIENCE_SECONDS or turn.wait + LEAST_SECONDS > self.ctx.seconds_left():
                why = f": {turn.reason}" if turn.reason else ", because so many calls a minute are made already"
                seconds = turn.wait + _spread(turn, waited)
                raise PutOff(f"{key} is left alone for {turn.wait:.0f} s{why}", seconds, gate=key)
            await asyncio.sleep(turn.wait + random.uniform(0.0, 0.2))
            waited += turn.wait
        return turn.tainted

    async def _tell(self, key: str, answer: Answer, error: ProviderError, seconds: float) -> None:
        error.gate = key
        if answer is Answer.REFUSED:
            logger.error("%s is left alone for %.0f s: %s", key, seconds, error)
        await self.ctx.tell_gate(key, answer, seconds=seconds, reason=str(error))


def _spread(turn: Turn, waited: float) -> float:
    """So that not all come back at once: those that others went before come back over a longer time."""
    is_crowded = waited > 0 or not turn.reason
    return random.uniform(0.0, MOST_SPREAD_SECONDS if is_crowded else min(turn.wait / 10, OPENING_SPREAD_SECONDS))

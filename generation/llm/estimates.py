"""What a call may cost at most, before it is made: by list price and by what the model has cost, the dearer of both."""

from __future__ import annotations

import asyncio
import math
from decimal import Decimal
from functools import partial

from generation.llm import served
from generation.llm.pricing import estimate_input, estimate_nano, list_price
from generation.llm.provider import ModelRequest, Provider, Usage
from jobs.handlers import Estimate, JobContext
from jobs.money import nano
from jobs.selectors.usage import dearest_rate


async def estimate(ctx: JobContext, provider: Provider, request: ModelRequest) -> Estimate:
    """By list price, or more where the owner's latest calls of the model came to more than theirs.

    Where none is listed, by what those cost a token. Until one was answered a list price is untried.
    """
    # In a thread: the first estimate loads the price table.
    listed = await asyncio.to_thread(estimate_nano, request)
    weigh = partial(_listed_at, request.model) if listed else None
    names = served.names_of(provider.name, request.model)
    rate = await ctx.read(dearest_rate, ctx.owner_id, provider.name, names, weigh)
    if rate is None:
        return Estimate(listed, is_untried=listed is not None)
    by_rate = math.ceil(rate * (listed or estimate_input(request) + request.max_tokens))
    return Estimate(max(listed or 0, by_rate))


def _listed_at(model: str, given: int, taken: int) -> Decimal:
    """What so many tokens in and out of `model` are listed at, in nano-dollars; 0 where nobody knows."""
    listed = list_price([model], Usage(given, taken))
    return Decimal(0 if listed is None else nano(listed))

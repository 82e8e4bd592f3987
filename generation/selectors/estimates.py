"""What a card will take with the provider in force."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from generation.cards.estimate import estimate
from generation.cards.options import CardOptions
from generation.llm.pricing import list_price
from generation.llm.provider import Usage
from generation.llm.registry import CREATIVE_MODEL


@dataclass(frozen=True, slots=True)
class CardEstimate:
    """`cost_usd` is None where no price is known; `is_free` says that nobody charges at all."""

    calls: int
    output_tokens: int
    seconds: int
    cost_usd: Decimal | None
    is_free: bool


def estimate_card(options: CardOptions) -> CardEstimate:
    """Tokens, time on a free worker, and list price. All of it priced as the creative model: the dearer one."""
    size = estimate(options)
    if settings.LLM["provider"] == "offline":
        seconds = size.seconds(call_seconds=settings.LLM["offline_latency_seconds"])
        return CardEstimate(size.calls, size.output_tokens, seconds, Decimal(0), is_free=True)
    model = options.models.creative or settings.LLM["creative_model"] or CREATIVE_MODEL
    cost = list_price([model], Usage(size.input_tokens, size.output_tokens))
    return CardEstimate(size.calls, size.output_tokens, size.seconds(), cost, is_free=False)

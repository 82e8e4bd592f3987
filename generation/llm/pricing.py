"""What a call costs: by the provider's own word, else by a price table, else unknown. Never 0 for unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from typing import Any, Literal

from django.conf import settings

from generation.llm.provider import ModelReply, ModelRequest, Usage
from generation.llm.tokens import estimate_tokens
from jobs.money import nano

PriceSource = Literal["provider", "table", "unknown", "simulated"]
MILLION = 1_000_000
MESSAGE_OVERHEAD = 4  # tokens that mark a message's role


@dataclass(frozen=True, slots=True)
class Price:
    """`nano` is billionths of a dollar; None is unknown."""

    nano: int | None
    source: PriceSource


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars per million tokens."""

    input: Decimal
    output: Decimal

    @classmethod
    def parse(cls, text: str) -> tuple[str, Rate]:
        """A model and its rate from `my-model=0.15/0.60`; ValueError if it is anything else."""
        model, _, prices = text.rpartition("=")
        try:
            given, taken = (Decimal(price.strip()) for price in prices.split("/"))
        except (ValueError, InvalidOperation):
            raise ValueError(f"{text!r} is not MODEL=INPUT/OUTPUT in dollars per million tokens") from None
        if not model or not all(price.is_finite() and price >= 0 for price in (given, taken)):
            raise ValueError(f"{text!r} names no model, or a price that is negative or no number")
        return model.strip(), cls(given, taken)


def price_reply(reply: ModelReply, asked_model: str, *, simulated: bool) -> Price:
    """The price of an answered call; servers answer with a dated name where `asked_model` is a plain one."""
    if simulated:
        return Price(None if reply.cost_usd is None else nano(reply.cost_usd), "simulated")
    if reply.cost_usd is not None:
        return Price(nano(reply.cost_usd), "provider")
    listed = list_price([reply.model, asked_model], reply.usage)
    return Price(None, "unknown") if listed is None else Price(nano(listed), "table")


def estimate_nano(request: ModelRequest) -> int | None:
    """The most that `request` is expected to cost, before it is sent; None where no price is known."""
    listed = list_price([request.model], Usage(estimate_input(request), request.max_tokens))
    return None if listed is None else nano(listed)


def estimate_input(request: ModelRequest) -> int:
    """Input tokens of `request`, counted offline."""
    return sum(estimate_tokens(message.content) + MESSAGE_OVERHEAD for message in request.messages)


def list_price(names: Sequence[str], usage: Usage) -> Decimal | None:
    """Dollars for `usage` of a model of these `names`: by the operator's prices, else by the table."""
    own = overrides()
    for name in names:
        if name in own:
            return (usage.input_tokens * own[name].input + usage.output_tokens * own[name].output) / MILLION
    listed = (_table_price(name, usage) for name in names)
    return next((price for price in listed if price is not None), None)


def overrides() -> dict[str, Rate]:
    """The operator's own rates by model, from `settings.LLM["prices"]`; ValueError names a bad one."""
    return _parsed(tuple(settings.LLM["prices"]))


@cache
def _parsed(lines: tuple[str, ...]) -> dict[str, Rate]:
    return dict(Rate.parse(line) for line in lines)


def _table_price(model: str, usage: Usage) -> Decimal | None:
    # A name alone says nothing: a local server's `gpt-4o` is not OpenAI's and costs nothing.
    base_url = settings.LLM["base_url"]
    where = {"provider_api_url": base_url} if base_url else {"provider_id": "openai"}
    table = _table()
    try:
        priced = table.calc_price(table.Usage(**_counts(usage)), model, **where)
    except (LookupError, ValueError):
        return None
    total: Decimal = priced.total_price
    return total if total.is_finite() and total >= 0 else None


def _counts(usage: Usage) -> dict[str, int]:
    counts = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    details = usage.details.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else None
    if isinstance(cached, int) and 0 < cached <= usage.input_tokens:
        counts["cache_read_tokens"] = cached
    return counts


@cache
def _table() -> Any:
    # Its tables take longer to load than most of Django; the web processes never need them.
    return import_module("genai_prices")

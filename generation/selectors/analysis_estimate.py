"""What an analysis will take with the provider in force, said before it is asked for: rough on purpose."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from generation.documents.analysis import Analysis
from generation.documents.calls import model_of_parts, requests_for_parts
from generation.llm.pricing import estimate_input, list_price
from generation.llm.provider import Usage
from generation.llm.registry import provider

_CHARACTERS_A_TOKEN = 4
_LEAST_SAID, _SAID_OF_TEXT = 80, 0.15  # tokens of a part's answer: some, and a share of what was read
_TOKENS_A_SECOND = 70.0
_OVERHEAD_SECONDS, _OFFLINE_OVERHEAD_SECONDS = 1.2, 0.4  # of a call, beside its words


@dataclass(frozen=True, slots=True)
class AnalysisEstimate:
    """Of the parts alone. `cost_usd` is None where no price is known; `is_free` says that nobody charges at all."""

    parts: int
    input_tokens: int
    seconds: float
    cost_usd: Decimal | None
    is_free: bool


def estimate_analysis(analysis: Analysis, characters: int) -> AnalysisEstimate:
    """Parts, tokens read, time on one free worker, and list price, for a text of so many characters."""
    parts = math.ceil(characters / analysis.max_chunk_chars)
    site = provider()
    request = requests_for_parts(analysis, site).chunk("")
    text = (characters + max(0, parts - 1) * analysis.overlap_chars) / _CHARACTERS_A_TOKEN
    input_tokens = round(parts * estimate_input(request) + text)
    said = _LEAST_SAID + (_SAID_OF_TEXT + analysis.work.tokens_of_text / 2) * text / max(1, parts)
    rounds = math.ceil(parts / min(analysis.concurrency, settings.JOBS["concurrency"]))
    if settings.LLM["provider"] == "offline":
        call = settings.LLM["offline_latency_seconds"] + _OFFLINE_OVERHEAD_SECONDS
        return AnalysisEstimate(parts, input_tokens, rounds * call, Decimal(0), is_free=True)
    seconds = rounds * (said / _TOKENS_A_SECOND + _OVERHEAD_SECONDS)
    cost = list_price([model_of_parts(analysis, site)], Usage(input_tokens, round(parts * said)))
    return AnalysisEstimate(parts, input_tokens, seconds, cost, is_free=False)

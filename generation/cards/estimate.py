"""What a card will take, said before it is asked for: rough on purpose, and free to compute."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.cards.lore import BATCH
from generation.cards.options import CardOptions

_ANALYSIS, _OUTLINE, _PLAN_ENTRY, _REVIEW = 350, 700, 45, 400
_EXAMPLE_LINE = 45
_FRAME = 1_300  # tokens of instructions and outline that every call is given
_IN_SERIES = 6  # analyse, outline, the longest of the parallel branches twice, examples, review
_OVERHEAD_SECONDS = 1.2  # of a call, beside its words
_OFFLINE_OVERHEAD_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Estimate:
    """Tokens and calls of a run without repairs; `critical_tokens` are those nothing else can be written beside."""

    calls: int
    input_tokens: int
    output_tokens: int
    critical_tokens: int

    def seconds(self, *, call_seconds: float | None = None, tokens_per_second: float = 70.0) -> int:
        """How long a free worker takes; `call_seconds` where a call's time does not depend on its length."""
        if call_seconds is not None:
            return round(_IN_SERIES * (call_seconds + _OFFLINE_OVERHEAD_SECONDS))
        return round(self.critical_tokens / tokens_per_second + _IN_SERIES * _OVERHEAD_SECONDS)


def estimate(options: CardOptions) -> Estimate:
    """From the lengths and numbers asked for, of the fields that are written."""
    greetings = sum(
        count
        for name, count in (
            ("first_mes", 1),
            ("alternate_greetings", options.alternate_greetings),
            ("group_only_greetings", options.group_greetings),
        )
        if options.writes(name)
    )
    entries = options.lore_entries if options.writes("character_book") else 0
    batches = math.ceil(entries / BATCH)
    profile = sum(
        tokens
        for name, tokens in (
            ("description", options.description_tokens),
            ("personality", options.personality_tokens),
            ("scenario", options.scenario_tokens),
        )
        if options.writes(name)
    )
    dialogues = options.example_dialogues if options.writes("mes_example") else 0
    examples = dialogues * options.example_turns * 2 * _EXAMPLE_LINE
    plan = entries * _PLAN_ENTRY
    written = greetings * options.first_message_tokens + examples + entries * options.lore_entry_tokens
    reviews = options.limits.review_passes
    calls = 2 + bool(profile) + greetings + bool(examples) + bool(plan) + batches + reviews
    output = _ANALYSIS + _OUTLINE + profile + written + plan + reviews * _REVIEW
    batch = min(entries, BATCH) * options.lore_entry_tokens
    branch = max(options.first_message_tokens if greetings else 0, examples, plan + batch)
    return Estimate(
        calls=calls,
        input_tokens=calls * _FRAME + reviews * (profile + written),
        output_tokens=output,
        critical_tokens=_ANALYSIS + _OUTLINE + profile + branch + reviews * _REVIEW,
    )

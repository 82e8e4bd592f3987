"""The instructions of a card that take the place of a reader's own: made by a program, from the options alone."""

from __future__ import annotations

from collections.abc import Iterable

from generation.cards.options import CardOptions
from generation.prompts.guide import play_rules


def system_prompt(options: CardOptions) -> str:
    return _instructions(options.system_prompt_mode, play_rules(options))


def post_history(options: CardOptions) -> str:
    return _instructions(options.post_history_mode, _reminders(options))


def _instructions(mode: str, rules: Iterable[str]) -> str:
    """`{{original}}` stands for the reader's own."""
    if mode == "none":
        return ""
    text = " ".join(rules)
    return f"{{{{original}}}}\n\n{text}" if mode == "augment" else text


def _reminders(options: CardOptions) -> list[str]:
    quirks = [f"Keep up {{{{char}}}}'s way of speaking: {options.speech_quirks}"] if options.speech_quirks else []
    return ["Stay in {{char}}'s voice.", *quirks, *play_rules(options)[1:]]

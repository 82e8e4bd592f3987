"""How the text sounds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from generation.cards.options.fields import (
    LanguageTag,
    Line40,
    OptionGroup,
    Paragraphs,
    Unset,
    option,
    without_repeats,
)

_GROUP = "voice"

Tone = Literal["neutral", "warm", "dark", "comic", "tense", "romantic", "epic", "melancholic"]


class VoiceOptions(OptionGroup):
    genre: Annotated[list[Line40], AfterValidator(without_repeats)] = option(
        _GROUP, "Genre", "Up to five, such as high fantasy.", default=[], essential=True, max_length=5
    )
    tone: Annotated[list[Tone], AfterValidator(without_repeats)] = option(
        _GROUP,
        "Tone",
        "One to three moods; the first also sets the portrait's colours.",
        default=["neutral"],
        essential=True,
        min_length=1,
        max_length=3,
    )
    prose_style: Literal["plain", "literary", "cinematic", "terse", "ornate"] = option(
        _GROUP, "Prose style", "How sentences are made.", default="plain"
    )
    pov: Literal["first", "second", "third"] = option(
        _GROUP,
        "Point of view",
        "The grammatical person the character is told in.",
        default="third",
        essential=True,
    )
    tense: Literal["past", "present"] = option(_GROUP, "Tense", "Of narration.", default="present")
    user_address: Literal["you", "name", "third"] = option(
        _GROUP, "Address of the user", "Whether narration says you, the user's name, or they.", default="you"
    )
    formatting: Literal["plain", "asterisk_actions", "quoted_dialogue", "novel"] = option(
        _GROUP, "Formatting", "How actions and speech are set apart.", default="asterisk_actions"
    )
    speech_quirks: Annotated[Paragraphs | None, Unset] = option(
        _GROUP, "Speech quirks", "Habits of speech to keep up.", default=None, min_length=1, max_length=500
    )
    language: LanguageTag = option(
        _GROUP,
        "Language",
        "BCP 47 tag of the language to write in, such as en or pt-BR.",
        default="en",
        essential=True,
        max_length=35,
    )

"""The eight tones: the words each brings to description, narration and speech."""

from __future__ import annotations

from dataclasses import dataclass

from generation.llm.offline.banks import Bank, bank


@dataclass(frozen=True, slots=True)
class Tone:
    """`trait` joins the character's traits; the rest are templates for description, narration and speech."""

    trait: str
    manner: Bank
    narration: Bank
    speech: Bank


def _tone(name: str) -> Tone:
    parts = bank("tones")
    return Tone(parts[f"{name}.trait"][0], *(parts[f"{name}.{part}"] for part in ("manner", "narration", "speech")))


TONES = {name: _tone(name) for name in ("neutral", "warm", "dark", "comic", "tense", "romantic", "epic", "melancholic")}
# Prose styles that add sentences of their own to narration; plain and terse add none.
STYLES = bank("styles")

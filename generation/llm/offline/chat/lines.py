"""Lines of the bank of chats, filled in."""

from __future__ import annotations

import random
from collections.abc import Mapping

from generation.llm.offline.banks import bank
from generation.llm.offline.grammar import upper_first

FALLBACK = "en"


class Lines:
    """Those of one language; what it has none of is left out, or taken from English where it is `needed`."""

    def __init__(self, language: str, rng: random.Random, slots: Mapping[str, str]) -> None:
        self._language = language
        self._rng = rng
        self._slots = slots

    def line(self, section: str, *, needed: bool = False, **more: str) -> str:
        """One whose slots all have something to say; "" where there is none."""
        slots = {name: value for name, value in {**self._slots, **more}.items() if value}
        own = self._fit(f"{self._language}.{section}", slots)
        found = own or (self._fit(f"{FALLBACK}.{section}", slots) if needed else [])
        return upper_first(self._rng.choice(found).format(**slots)) if found else ""

    def _fit(self, name: str, slots: Mapping[str, str]) -> list[str]:
        templates = bank("chat").get(name, ())
        return [template for template in templates if _slots_of(template) <= slots.keys()]


def _slots_of(template: str) -> set[str]:
    return {part.partition("}")[0] for part in template.split("{")[1:]}

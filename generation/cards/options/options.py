"""All options of a card, in the order people meet them."""

from __future__ import annotations

from generation.cards.options.art import ArtOptions
from generation.cards.options.concept import ConceptOptions
from generation.cards.options.greetings import GreetingOptions
from generation.cards.options.limits import LimitOptions
from generation.cards.options.lore import LoreOptions
from generation.cards.options.run import RunOptions
from generation.cards.options.shape import ShapeOptions
from generation.cards.options.voice import VoiceOptions

OPTION_GROUPS: dict[str, str] = {
    "concept": "Concept",
    "voice": "Voice",
    "shape": "Card shape",
    "greetings": "Greetings and examples",
    "lore": "Lorebook",
    "limits": "Limits of content",
    "art": "Art and metadata",
    "run": "Run",
}


# Pydantic orders fields from the last base to the first, and a check sees the fields before its own.
class CardOptions(
    RunOptions,
    ArtOptions,
    LimitOptions,
    LoreOptions,
    GreetingOptions,
    ShapeOptions,
    VoiceOptions,
    ConceptOptions,
):
    """The payload of the kind `character_card`. An unknown option is refused by name."""

    def writes(self, *fields: str) -> bool:
        """Whether any of `fields` of the card is to be written: neither left out nor kept from the base card."""
        return any(name in self.fields and name not in self.keep_fields for name in fields)

"""The V3 standard (character-card-spec-v3): the document we write."""

from __future__ import annotations

from typing import Any

from generation.cards.card import CardData

SPEC = "chara_card_v3"
SPEC_VERSION = "3.0"


def document(card: CardData) -> dict[str, Any]:
    """`card` as a V3 document. Every optional property that is unset is left out, never null."""
    return {"spec": SPEC, "spec_version": SPEC_VERSION, "data": card.model_dump(mode="json", exclude_none=True)}

"""The V3 standard (character-card-spec-v3): the document we write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generation.cards.beside import beside_data, without_beside
from generation.cards.card import CardData

SPEC = "chara_card_v3"
SPEC_VERSION = "3.0"


def document(card: CardData, *, assets: Sequence[dict[str, Any]] | None = None) -> dict[str, Any]:
    """`card` as a V3 document, with `assets` in place of its own where they are given.

    Every optional property that is unset is left out, never null.
    """
    data = without_beside(card.dumped())
    if assets is not None:
        data.pop("assets", None)
        data |= {"assets": list(assets)} if assets else {}
    return {"spec": SPEC, "spec_version": SPEC_VERSION, "data": data, **beside_data(card)}

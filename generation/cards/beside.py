"""What stood beside `data` in a document that was read: kept under our own name, written beside `data` again."""

from __future__ import annotations

from typing import Any

from generation.cards.card import NAMESPACE, ROOT, CardData

HEAD = ("spec", "spec_version", "data")


def beside_data(card: CardData) -> dict[str, Any]:
    """By name; never what is the standard's own."""
    kept = _own(card.extensions).get(ROOT)
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if name not in HEAD and name not in CardData.model_fields}


def without_beside(data: dict[str, Any]) -> dict[str, Any]:
    """A dumped card without what is kept for its document's root."""
    own = _own(data["extensions"])
    if ROOT not in own:
        return data
    extensions = {name: value for name, value in data["extensions"].items() if name != NAMESPACE}
    if left := {name: value for name, value in own.items() if name != ROOT}:
        extensions[NAMESPACE] = left
    return {**data, "extensions": extensions}


def _own(extensions: Any) -> dict[str, Any]:
    """Ours among `extensions`; a card that was not checked yet may have anything there."""
    own = extensions.get(NAMESPACE) if isinstance(extensions, dict) else None
    return own if isinstance(own, dict) else {}

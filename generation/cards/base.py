"""The card another one starts from: what its writers are told of it, and what comes back as it was."""

from __future__ import annotations

from typing import Any

from generation.cards.card import NAMESPACE, CardData
from generation.cards.options import CARD_FIELDS, CardOptions

# Told to models; the others say nothing about the character, or are made by a program.
_TOLD = ("name", "nickname", "description", "personality", "scenario", "first_mes", "mes_example", "tags")
# So much of each, however long it is: every call is given them.
TOLD_CHARS = 6_000
TOLD_TITLES = 100
_MADE = ("extensions", "creation_date", "modification_date")


def told(base: CardData, options: CardOptions) -> dict[str, Any]:
    """The base card as data for a prompt: its texts, the titles of its lore, and which fields stay."""
    texts = {name: shortened(text) for name in _TOLD if (text := getattr(base, name))}
    entries = base.character_book.entries[:TOLD_TITLES] if base.character_book else []
    lore = [(entry.name or entry.comment or ", ".join(entry.keys))[:80] for entry in entries]
    return {"kept": options.keep_fields, **texts, **({"lore_titles": lore} if lore else {})}


def shortened(value: Any) -> Any:
    """A text, or a list of some, as a model is told of it."""
    if isinstance(value, str):
        return value if len(value) <= TOLD_CHARS else value[: TOLD_CHARS - 1] + "…"
    return [shortened(item) for item in value[:TOLD_TITLES]] if isinstance(value, list) else value


def taken_over(base: CardData, fresh: CardData, options: CardOptions) -> CardData:
    """`base` with the fields that were written anew; all else stays, unknown properties and extensions too."""
    written = {name: getattr(fresh, name) for name in CARD_FIELDS if name not in options.keep_fields}
    made = {name: getattr(fresh, name) for name in _MADE}
    old, new = (card.extensions.get(NAMESPACE) for card in (base, fresh))
    own = {**(old if isinstance(old, dict) else {}), **(new or {})}
    made["extensions"] = {**base.extensions, NAMESPACE: own}
    return base.model_copy(update={**written, **made})

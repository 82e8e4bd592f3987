"""The V2 standard (character-card-spec-v2): the document we write, without what only V3 knows."""

from __future__ import annotations

from typing import Any

from generation.cards.beside import beside_data, without_beside
from generation.cards.card import CardData
from generation.cards.decorators import strip_decorators

SPEC = "chara_card_v2"
SPEC_VERSION = "2.0"

V1_FIELDS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")
V3_ONLY = (
    "assets",
    "creation_date",
    "creator_notes_multilingual",
    "group_only_greetings",
    "modification_date",
    "nickname",
    "source",
)
COPY_WARNING = (
    "This is the V2 copy of a V3 card. Nickname, group greetings and lore decorators are in the V3 data "
    "only; use a reader that knows V3 to have them."
)


def document(card: CardData, *, beside_v3: bool = False, backfill_v1: bool = False) -> dict[str, Any]:
    """`card` as a V2 document.

    `beside_v3` adds a warning to the notes, for a file that also carries the V3 card. `backfill_v1` repeats
    the six V1 fields at the root, where old readers look.
    """
    data = without_beside(card.dumped(without=V3_ONLY))
    for name in V3_ONLY:
        data.pop(name, None)
    for number, entry in enumerate(data.get("character_book", {}).get("entries", ())):
        if not entry.get("use_regex"):  # V2 does not know it, but SillyTavern writes it into its V2 and reads it
            entry.pop("use_regex", None)
        entry["content"] = strip_decorators(entry["content"])
        if isinstance(entry["id"], str):
            entry["id"] = number
    if beside_v3:
        data["creator_notes"] = "\n\n".join(filter(None, [data["creator_notes"], COPY_WARNING]))
    head = {name: data[name] for name in V1_FIELDS} if backfill_v1 else {}
    return {**head, "spec": SPEC, "spec_version": SPEC_VERSION, "data": data, **beside_data(card)}

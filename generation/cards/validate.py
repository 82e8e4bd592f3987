"""A card checked before it is written: against the standards, and against what readers trip over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from generation.cards import v2, v3
from generation.cards.card import BookEntry, CardData
from generation.cards.standard import V2Document, V3Document
from generation.errors import InvalidCard
from generation.llm.cleaning import clean_json

_OF_ENTRY = re.compile(r"^(data\.character_book\.entries\.)(\d+)\.")


def validate(card: CardData, *, kept: Collection[str] = (), since: CardData | None = None) -> None:
    """InvalidCard lists everything that is wrong with `card` in either format.

    Fields that were `kept` from another card are not judged: they had to come back as they were. Nor is what was wrong
    with the card before an edit, where `since` is that: a lore entry's faults are known by its id.
    """
    own = tuple(f"data.{name}" for name in kept)
    known = _known_faults(since, card) if since else frozenset()
    if judged := [fault for fault in _faults(card) if not (own and fault.startswith(own)) and fault not in known]:
        raise InvalidCard(judged)


def _faults(card: CardData) -> list[str]:
    faults = [
        *_type_faults(V3Document, v3.document(card)),
        *_type_faults(V2Document, v2.document(card)),
        *_text_faults(card),
        *_book_faults(card),
    ]
    return list(dict.fromkeys(faults))


def _known_faults(since: CardData, card: CardData) -> frozenset[str]:
    """What is wrong with the card `since` already, told of the places that its entries have in `card`."""
    places = {entry.id: place for place, entry in enumerate(_entries(card))}
    moved = {place: places.get(entry.id) for place, entry in enumerate(_entries(since))}

    def told(found: re.Match[str]) -> str:
        place = moved.get(int(found[2]))
        return f"{found[1]}{'gone' if place is None else place}."

    return frozenset(_OF_ENTRY.sub(told, fault) for fault in _faults(since))


def _entries(card: CardData) -> Sequence[BookEntry]:
    return card.character_book.entries if card.character_book else ()


def _type_faults(standard: type[BaseModel], document: dict[str, Any]) -> Iterator[str]:
    try:
        standard.model_validate(document)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_context=False, include_input=False):
            yield f"{'.'.join(map(str, item['loc']))}: {item['msg']}"


def _text_faults(card: CardData) -> Iterator[str]:
    for path in ("name", "description", "first_mes"):
        if not getattr(card, path).strip():
            yield f"data.{path}: must not be empty"
    data = card.model_dump(mode="json")
    if clean_json(data) != data:
        yield "data: contains control characters or half a surrogate pair"


def _book_faults(card: CardData) -> Iterator[str]:
    entries = _entries(card)
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        for fault in _entry_faults(entry):
            yield f"data.character_book.entries.{number}.{fault}"
        for key in entry.keys:
            if key.casefold() in seen:
                yield f"data.character_book.entries.{number}.keys: {key!r} belongs to another entry already"
            seen.add(key.casefold())
    if len({entry.id for entry in entries}) < len(entries):
        yield "data.character_book.entries: two entries have the same id"


def _entry_faults(entry: BookEntry) -> Iterator[str]:
    if not entry.keys and not entry.constant:
        yield "keys: at least one is needed unless the entry is constant"
    if any("," in key or not key.strip() for key in [*entry.keys, *entry.secondary_keys]):
        yield "keys: a key must not be empty or hold a comma, for RisuAI splits keys there"
    if not entry.content.strip():
        yield "content: must not be empty"
    if isinstance(entry.id, str):
        yield "id: must be a number, for V2 knows no other"
    if entry.selective and not entry.secondary_keys:
        yield "secondary_keys: a selective entry needs some"

"""Lorebooks and chats for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from generation.cards.card import Book, BookEntry, CardData
from generation.conversations.macros import Macros
from generation.conversations.recall import Recall, recall
from generation.conversations.setting import Setting
from generation.conversations.turns import Side, Turn

WHEN = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
# What SillyTavern writes into every entry's extensions.
SILLY = {"selectiveLogic": 0, "useProbability": True, "probability": 100, "position": 0}


def entry(*keys: str, **given: Any) -> BookEntry:
    """An entry that is called after its first key, and says so unless `content` is given."""
    name = given.pop("name", keys[0] if keys else "unnamed")
    return BookEntry.model_validate(
        {"name": name, "id": name, "content": f"About {name}.", **given, "keys": list(keys)}
    )


def book(*entries: BookEntry, **given: Any) -> Book:
    return Book(entries=list(entries), **given)


def said(*texts: str) -> list[Turn]:
    """A chat in which both speak by turns, the person last."""
    sides: tuple[Side, Side] = ("assistant", "user")
    return [Turn(sides[(number - len(texts) + 2) % 2], text) for number, text in enumerate(texts)]


def setting(**given: Any) -> Setting:
    return Setting(**{"now": WHEN, "seed": 1, **given})


def recalled(lore: Book, *texts: str, **given: Any) -> Recall:
    """What `lore` gives in a chat of `texts`."""
    there = setting(**given)
    return recall(lore, said(*texts), there, Macros(CardData(name="Aria", nickname="Ari"), there))


def names(found: Recall) -> list[str]:
    """The entries that were called up, in their order."""
    return [lore.rule.title for lore in found.found]


def called(one: BookEntry, *texts: str, **given: Any) -> bool:
    """Whether `texts` call up one entry alone."""
    return bool(names(recalled(book(one), *texts, **given)))


def why_not(one: BookEntry, *texts: str, **given: Any) -> str:
    (left,) = recalled(book(one), *texts, **given).left
    return left.why

"""The lorebook of a card, from its drafted entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from generation.cards.card import NAMESPACE, Book, BookEntry
from generation.cards.decorators import decorate, strip_decorators
from generation.cards.draft import CardDraft
from generation.cards.drafts import LoreEntry
from generation.cards.options import CardOptions
from generation.cards.text import tidy

FIRST_ORDER = 100
MAX_KEY = 60
MAX_SECONDARY = 4

Write = Callable[[str, int], str]


def book_of(draft: CardDraft, options: CardOptions, write: Write, name: str) -> Book:
    """The entries in their order; no key calls up two of them."""
    taken: set[str] = set()
    secondary = _secondary_keys(name, options) if options.lore_secondary_keys else []
    entries = [
        _entry(entry, number, _keys(entry, options.lore_keys_per_entry, taken), secondary, options, write)
        for number, entry in enumerate(draft.lore[: options.lore_entries])
    ]
    return Book(
        name=f"{name} lore",
        scan_depth=options.lore_scan_depth,
        token_budget=options.lore_token_budget,
        recursive_scanning=options.lore_recursive,
        entries=entries,
    )


def next_entry(entries: Sequence[BookEntry]) -> BookEntry:
    """An empty entry to come after `entries`, with an id that none of them has."""
    orders = [entry.insertion_order for entry in entries]
    ids = [int(entry.id) for entry in entries if not isinstance(entry.id, str)]
    return BookEntry(
        keys=[], content="", insertion_order=max(orders) + 1 if orders else FIRST_ORDER, id=max(ids, default=-1) + 1
    )


def _entry(
    entry: LoreEntry, number: int, keys: list[str], secondary: list[str], options: CardOptions, write: Write
) -> BookEntry:
    title = " ".join(tidy(entry.title).split())
    # A model's own `@@` lines are no decorators of ours.
    content = write(strip_decorators(tidy(entry.content)), options.lore_entry_tokens) or title
    own = [key for key in secondary if key.casefold() not in {key.casefold() for key in keys}]
    return BookEntry(
        keys=keys,
        content=decorate(content, "depth 4", "role system") if options.lore_decorators else content,
        insertion_order=FIRST_ORDER + number,
        constant=number < options.lore_constant_entries,
        selective=bool(own),
        secondary_keys=own,
        name=title,
        comment=title,
        id=number,
        extensions={NAMESPACE: {"category": entry.category}},
    )


def _keys(entry: LoreEntry, count: int, taken: set[str]) -> list[str]:
    """Up to `count` keys that no earlier entry has; at least one, if need be the title with a number."""
    keys: list[str] = []
    for key in _candidates([*entry.keys, entry.title]):
        if len(keys) < count and key.casefold() not in taken:
            taken.add(key.casefold())
            keys.append(key)
    number = 2
    while not keys:
        key = f"{next(_candidates([entry.title]), 'entry')} {number}"
        keys = [] if key.casefold() in taken else [key]
        number += 1
    taken.update(key.casefold() for key in keys)
    return keys


def _candidates(words: Iterable[str]) -> Iterator[str]:
    """Keys without commas, which RisuAI splits them at, nor a leading slash, which marks a regular expression."""
    for word in words:
        for part in tidy(word).replace("，", ",").replace("、", ",").split(","):  # noqa: RUF001 - CJK commas are meant
            key = " ".join(part.split()).lstrip("/")[:MAX_KEY].strip()
            if key:
                yield key


def _secondary_keys(name: str, options: CardOptions) -> list[str]:
    """The character under every name: such an entry is called up only when they are spoken of."""
    names = [options.nickname or "", name, *(word for word in name.split() if len(word) > 2)]
    return list(dict.fromkeys(_candidates(names)))[:MAX_SECONDARY]

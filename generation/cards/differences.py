"""What is different between two states of a card, readably: by field, and within texts by words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generation.cards.options import CARD_FIELDS
from generation.cards.word_matching import OutOfPatience, Patience, matched, words_of

LEAST_ALIKE = 0.25  # of their words: below that a text was written anew, and both are told as a whole
CONTEXT = 12  # words shown around a change
_LABELS = {
    "first_mes": "First message",
    "mes_example": "Example dialogues",
    "character_book": "Lorebook",
    "alternate_greetings": "Alternate greeting",
    "group_only_greetings": "Group greeting",
    "character_version": "Version",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed, came, went, or are not shown."""

    kind: Literal["same", "added", "removed", "skipped"]
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One text that is not what it was. `label` says where it stands, for people."""

    field: str
    label: str
    runs: tuple[Run, ...]


def differences(old: Any, new: Any, patience: Patience | None = None) -> list[Difference]:
    """From the data of one state to that of another, in the order of the standard; of data that is odd, what is not.

    Texts are told as a whole once `patience`, which others may share, is at its end.
    """
    patience = patience or Patience()
    before, after = dict(_texts(old)), dict(_texts(new))
    paths = [path for path in after if path in before or after[path]]
    paths += [path for path in before if path not in after]
    changed = [path for path in paths if before.get(path, "") != after.get(path, "")]
    return [
        Difference(
            path.partition(".")[0], _label(path), tuple(_runs(before.get(path, ""), after.get(path, ""), patience))
        )
        for path in changed
    ]


def fields_changed(old: Any, new: Any) -> list[str]:
    """The names of the card's fields that are not what they were."""
    before, after = _mapping(old), _mapping(new)
    return [name for name in CARD_FIELDS if before.get(name) != after.get(name)]


def _texts(data: Any) -> Iterator[tuple[str, str]]:
    """Every text by its path, such as `alternate_greetings.0` or `character_book.3`."""
    for name in CARD_FIELDS:
        value = _mapping(data).get(name)
        if name == "tags":
            yield name, _joined(value)
        elif name == "character_book":
            yield from _lore(_mapping(value))
        elif isinstance(value, list):
            yield from ((f"{name}.{number}", str(item)) for number, item in enumerate(value))
        else:
            yield name, str(value or "")


def _lore(book: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    settings = {name: value for name, value in book.items() if name not in {"entries", "extensions"}}
    yield "character_book", "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in settings.items())
    entries = book.get("entries")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            keys = _joined(entry.get("keys"))
            title = entry.get("name") or entry.get("comment") or ""
            yield f"character_book.{number}", f"{title}\n{keys}\n{entry.get('content') or ''}".strip()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _joined(words: Any) -> str:
    return ", ".join(map(str, words)) if isinstance(words, list) else str(words or "")


def _label(path: str) -> str:
    name, _, number = path.partition(".")
    words = _LABELS.get(name) or name.replace("_", " ").capitalize()
    if not number:
        return words
    return f"Lore entry {int(number) + 1}" if name == "character_book" else f"{words} {int(number) + 1}"


def _runs(old: str, new: str, patience: Patience) -> Iterator[Run]:
    before, after = words_of(old), words_of(new)
    try:
        blocks = [*matched(before, after, patience)]
    except OutOfPatience:
        blocks = []
    if 2 * sum(j - i for kind, i, j, _, _ in blocks if kind == "equal") < LEAST_ALIKE * (len(before) + len(after)):
        yield from (run for run in (Run("removed", old), Run("added", new)) if run.text)
        return
    for kind, i, j, k, m in blocks:
        if kind == "equal":
            yield from _same(before[i:j], is_first=i == 0, is_last=j == len(before))
            continue
        if i < j:
            yield Run("removed", "".join(before[i:j]))
        if k < m:
            yield Run("added", "".join(after[k:m]))


def _same(words: list[str], *, is_first: bool, is_last: bool) -> Iterator[Run]:
    """What stayed, with only so much of it as helps to find the place."""
    head, tail = (0 if is_first else CONTEXT), (0 if is_last else CONTEXT)
    if len(words) <= head + tail + CONTEXT:
        yield Run("same", "".join(words))
        return
    if head:
        yield Run("same", "".join(words[:head]))
    yield Run("skipped", " … ")
    if tail:
        yield Run("same", "".join(words[-tail:]))

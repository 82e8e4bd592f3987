"""What a format has no place for, told before a card is written in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from generation.cards.assets import assets_of
from generation.cards.card import BookEntry, CardData
from generation.cards.decorators import strip_decorators
from generation.cards.export import Format, inlined
from generation.cards.files import ICON, MAIN, UNNAMED, FileFacts, picture_of


def losses(card: CardData, form: Format, *, spec: str, files: Sequence[FileFacts] = ()) -> list[str]:
    """Sentences, each of them something that `card` and its `files` have and a file in `form` would not."""
    match form:
        case "v2":
            return [*v3_only(card), *_files(files, "A JSON of V2 holds no files")]
        case "v3":
            fitting = inlined(files)
            return [
                *_files([file for file in files if file.id not in fitting or file.type == UNNAMED], "JSON has no room")
            ]
        case "png":
            picture = picture_of(files)
            others = [file for file in files if file is not picture]
            return [*(v3_only(card) if spec == "v2" else ()), *_files(others, "A PNG holds its own picture only")]
        case "charx":
            return []
        case _:
            assert_never(form)


def v3_only(card: CardData) -> Iterator[str]:
    """What V2 does not know."""
    if card.nickname:
        yield f"The nickname “{card.nickname[:60]}”."
    if card.group_only_greetings:
        yield f"{_count(len(card.group_only_greetings), 'greeting')} for groups."
    extra = card.model_extra or {}
    if isinstance(languages := extra.get("creator_notes_multilingual"), dict) and languages:
        yield f"The creator's notes in {_count(len(languages), 'language')}."
    if isinstance(sources := extra.get("source"), list) and sources:
        yield f"{_count(len(sources), 'source')} that the card names."
    if elsewhere := [asset for asset in assets_of(card) if str(asset.get("uri")).startswith("http")]:
        yield f"{_count(len(elsewhere), 'asset')} kept elsewhere."
    if card.creation_date or card.modification_date:
        yield "The dates of its creation and last change."
    yield from _book_losses(card.character_book.entries if card.character_book else ())


def _book_losses(entries: Iterable[BookEntry]) -> Iterator[str]:
    entries = list(entries)
    if decorated := [entry for entry in entries if strip_decorators(entry.content) != entry.content]:
        yield f"The decorators of {_count(len(decorated), 'lore entry', 'lore entries')}."
    if named := [entry for entry in entries if isinstance(entry.id, str)]:
        yield f"The ids of {_count(len(named), 'lore entry', 'lore entries')}, which are texts; they get numbers."


def _files(files: Sequence[FileFacts], why: str) -> Iterator[str]:
    if files:
        names = ", ".join(_named(file) for file in files[:5]) + (" and more" if len(files) > 5 else "")
        yield f"{_count(len(files), 'file')} ({names}). {why}; a CHARX has them all."


def _named(file: FileFacts) -> str:
    return "its picture" if (file.type, file.name) == (ICON, MAIN) else file.name[:40]


def _count(number: int, one: str, many: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"

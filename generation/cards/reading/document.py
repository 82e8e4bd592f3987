"""A parsed document as a card: which version it is, and what of it stands where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.cards.beside import HEAD
from generation.cards.card import NAMESPACE, ROOT, CardData
from generation.cards.losses import v3_only
from generation.cards.reading.agnai import is_agnai, translated
from generation.cards.reading.book import book_of
from generation.cards.reading.errors import NotACard
from generation.cards.reading.notes import Notes
from generation.cards.reading.optional import NAMES as OPTIONAL
from generation.cards.reading.optional import optional_of
from generation.cards.reading.values import mapping_of, text_of, texts_of, words_of
from generation.cards.reading.versions import version_of
from generation.cards.v2 import COPY_WARNING, V1_FIELDS

_TEXTS = (
    *V1_FIELDS, "creator_notes", "system_prompt", "post_history_instructions", "creator", "character_version",
)  # fmt: skip
_LISTS = ("alternate_greetings", "group_only_greetings")
_KNOWN = frozenset({*CardData.model_fields, *OPTIONAL})
# The fields of other programs' flat files, as SillyTavern reads them.
_OTHER_NAMES = {
    "char_name": "name",
    "char_persona": "description",
    "world_scenario": "scenario",
    "char_greeting": "first_mes",
    "example_dialogue": "mes_example",
    "creatorcomment": "creator_notes",
}
UNTITLED = "Untitled"

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """`spec` is the standard that its files suit best: `v2`, or `both` where it has what only V3 knows."""

    data: CardData
    spec: str


def document_of(raw: Any, notes: Notes) -> Document:
    """The card in a parsed JSON document; NotACard says what it is instead."""
    if not isinstance(raw, dict):
        raise NotACard(_other_json(raw))
    _refuse_books(raw)
    if is_agnai(raw):
        raw = translated(raw, notes)
    fields, root = _nested(raw, notes) if isinstance(raw.get("data"), dict) else _flat(raw, notes)
    if not any(fields.get(name) for name in V1_FIELDS):
        raise NotACard(_without_fields(raw))
    version = version_of(raw, fields, notes)
    data = _card(fields, root, notes)
    return Document(data, "both" if version == 3 or any(v3_only(data)) or _has_patterns(data) else "v2")


def _has_patterns(data: CardData) -> bool:
    """Whether keys are regular expressions: only V3 says what that means."""
    return data.character_book is not None and any(entry.use_regex for entry in data.character_book.entries)


def _nested(raw: Fields, notes: Notes) -> tuple[Fields, Fields]:
    """The card in `data`, and what stands beside it that is neither the standard's nor a copy for V1 readers.

    Where `data` is silent, what stands beside it counts.
    """
    data = dict(raw["data"])
    beside = {name: value for name, value in raw.items() if name not in HEAD}
    lacking = {name: beside[name] for name in beside if name in _KNOWN and beside[name] and data.get(name) is None}
    if lacking:
        notes.warn(f"{', '.join(lacking)} stood beside `data`, which lacks what they say; they are taken from there.")
        data |= lacking
    copies = {name: value for name, value in beside.items() if name in V1_FIELDS or (name in _KNOWN and name in data)}
    if any(value != data.get(name, "") for name, value in copies.items()):
        notes.warn("The fields beside `data` differ from those in it; those in `data` are taken.")
    return data, {name: value for name, value in beside.items() if name not in copies}


def _flat(raw: Fields, notes: Notes) -> tuple[Fields, Fields]:
    """The fields of a V1 card, and what else stands among them."""
    fields = {name: value for name, value in raw.items() if name not in HEAD}
    renamed = {other: own for other, own in _OTHER_NAMES.items() if other in fields and not fields.get(own)}
    for other, own in renamed.items():
        fields[own] = fields.pop(other)
    if renamed:
        notes.warn(f"{', '.join(renamed)} are taken for {', '.join(renamed.values())}.")
    known = {name: value for name, value in fields.items() if name in _KNOWN}
    return known, {name: value for name, value in fields.items() if name not in _KNOWN}


def _card(fields: Fields, root: Fields, notes: Notes) -> CardData:
    values: Fields = {name: text_of(fields.pop(name, None), name, notes) for name in _TEXTS}
    values |= {name: texts_of(fields.pop(name, None), name, notes) for name in _LISTS}
    values["tags"] = words_of(fields.pop("tags", None), "tags", notes)
    values["extensions"] = mapping_of(fields.pop("extensions", None), "extensions", notes)
    values["character_book"] = book_of(fields.pop("character_book", None), notes)
    values |= optional_of(fields, notes)
    # What we ourselves put below the notes of a V2 copy.
    if values["creator_notes"].endswith(COPY_WARNING):
        values["creator_notes"] = values["creator_notes"].removesuffix(COPY_WARNING).removesuffix("\n\n")
    if not values["name"].strip():
        values["name"] = values.get("nickname", "").strip() or UNTITLED
        notes.warn(f"The card has no name; it is called {values['name']}.")
    if root:
        values["extensions"] = _with_root(values["extensions"], root)
    return CardData.model_validate({**fields, **values})


def _with_root(extensions: Fields, root: Mapping[str, Any]) -> Fields:
    """What stood beside `data` is kept under our own name, to be written there again."""
    own = extensions.get(NAMESPACE)
    return {**extensions, NAMESPACE: {**(own if isinstance(own, dict) else {}), ROOT: dict(root)}}


def _refuse_books(raw: Fields) -> None:
    """A lorebook alone is no card."""
    data = raw.get("data")
    what, entries = "", None
    if raw.get("spec") == "lorebook_v3":
        what, entries = "lorebook_v3", data.get("entries") if isinstance(data, dict) else None
    elif isinstance(raw.get("entries"), (dict, list)) and not isinstance(data, dict) and "first_mes" not in raw:
        what, entries = "such as a SillyTavern world", raw["entries"]
    if what:
        raise NotACard(
            f"This is a lorebook on its own ({what}){_counted(entries)}, not a card. Put it into a card as "
            "data.character_book and import that."
        )


def _counted(entries: Any) -> str:
    if not isinstance(entries, (list, dict)):
        return ""
    return " with 1 entry" if len(entries) == 1 else f" with {len(entries):,} entries"


def _other_json(raw: Any) -> str:
    if isinstance(raw, list):
        return f"This is a JSON list of {len(raw):,} things, not a card. Send cards one by one."
    return "This is JSON, but a single value and not a card."


def _without_fields(raw: Fields) -> str:
    names = ", ".join(str(name)[:40] for name in list(raw)[:8]) or "nothing"
    return (
        f"This is JSON without a card in it: none of {', '.join(V1_FIELDS)} says anything, neither at its root nor in "
        f"`data`. It has {names}."
    )

"""The optional fields of V3, each left out where it holds nothing that the standard allows."""

from __future__ import annotations

from typing import Any

from generation.cards.reading.notes import Notes
from generation.cards.reading.values import mapping_of, number_of, text_of, texts_of

DATES = ("creation_date", "modification_date")
NAMES = (*DATES, "nickname", "source", "creator_notes_multilingual", "assets")
# Seconds until the year 5138; what is larger counts milliseconds.
_LATEST = 100_000_000_000


def optional_of(fields: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """Takes them out of `fields`."""
    found: dict[str, Any] = {name: _date(fields.pop(name, None), name, notes) for name in DATES}
    if nickname := text_of(fields.pop("nickname", None), "nickname", notes):
        found["nickname"] = nickname
    if source := texts_of(fields.pop("source", None), "source", notes):
        found["source"] = source
    if languages := mapping_of(fields.pop("creator_notes_multilingual", None), "creator_notes_multilingual", notes):
        found["creator_notes_multilingual"] = {
            code: text_of(text, f"creator_notes_multilingual.{code[:20]}", notes) for code, text in languages.items()
        }
    if assets := _assets(fields.pop("assets", None), notes):
        found["assets"] = assets
    return found


def _date(value: Any, field: str, notes: Notes) -> int | float:
    """Unix seconds."""
    number = number_of(value, 0, field, notes)
    if number > _LATEST:
        notes.warn(f"{field} counted milliseconds and is now in seconds.")
        return int(number // 1000)
    return number


def _assets(value: Any, notes: Notes) -> list[dict[str, Any]]:
    if value in (None, [], {}):
        return []
    if not isinstance(value, list):
        notes.lose("assets is not a list and is left out.")
        return []
    kept = [item for item in value if isinstance(item, dict) and isinstance(item.get("uri"), str) and item["uri"]]
    if len(kept) < len(value):
        notes.lose(f"{len(value) - len(kept):,} of the assets have no uri and are left out.")
    return [_asset(item, number, notes) for number, item in enumerate(kept)]


def _asset(item: dict[str, Any], number: int, notes: Notes) -> dict[str, Any]:
    defaults = {"type": "icon", "name": "main", "ext": "unknown"}
    texts = {
        name: text_of(item.get(name), f"assets.{number}.{name}", notes) or value for name, value in defaults.items()
    }
    return {**item, **texts}

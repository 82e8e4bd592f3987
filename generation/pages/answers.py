"""What was typed into the form, as options. Nothing is judged here: what cannot be read stays as it was typed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from generation.cards.options import describe
from generation.pages.controls import SHORT_ITEM

_LONGEST_NUMBER = 20


def options_of(posted: QueryDict) -> dict[str, Any]:
    """Options by name; those left empty are left out, so that their defaults apply."""
    options: dict[str, Any] = {}
    for group in describe():
        for option in group["options"]:
            if option["type"] == "object":
                inner = _answers(posted, option["fields"], prefix=f"{option['name']}.")
                options |= {option["name"]: inner} if inner else {}
            else:
                options |= _answers(posted, [option])
    return options


def _answers(posted: QueryDict, described: list[Mapping[str, Any]], prefix: str = "") -> dict[str, Any]:
    read = {option["name"]: _answer(posted, prefix + option["name"], option) for option in described}
    return {name: answer for name, answer in read.items() if answer is not None}


def _answer(posted: QueryDict, name: str, option: Mapping[str, Any]) -> Any:
    match option["type"]:
        case "boolean":
            return name in posted
        case "choices":
            return posted.getlist(name)
        case "list":
            return _items(posted.get(name, ""), option.get("item_max_length", 0))
        case "integer" | "number" as kind:
            return _number(posted.get(name, "").strip(), kind)
        case _:
            return _text(posted.get(name, ""), required=option.get("required", False))


def _text(typed: str, *, required: bool) -> str | None:
    text = typed.replace("\r\n", "\n")
    return text if text.strip() or required else None


def _items(typed: str, longest: int) -> list[str] | None:
    text = typed.replace(",", "\n") if longest <= SHORT_ITEM else typed
    return [item.strip() for item in text.splitlines() if item.strip()] or None


def _number(typed: str, kind: str) -> int | float | str | None:
    if not typed or len(typed) > _LONGEST_NUMBER:
        return typed or None
    try:
        number = int(typed) if kind == "integer" else float(typed)
    except ValueError:
        return typed
    return number if math.isfinite(number) else typed

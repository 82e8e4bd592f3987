"""`docs/reference/card-options.md`, written from the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generation.cards.options.limits import RATINGS
from generation.cards.options.reference import describe, range_in_words

_HEAD = """\
# Card options

<!-- Written by manage.py docs; change its source instead. -->
What `POST /api/v1/generation/generate` and the page "New card" take. Only `concept` is required. An unknown option
is refused by name, and every default that applied is recorded in the job. `GET /api/v1/generation/options` gives
the same as JSON, with the ratings the site allows.
"""


def card_options() -> str:
    """The page, whatever ratings this site allows."""
    return _HEAD + "".join(_group(group) for group in describe(RATINGS))


def _group(group: dict[str, Any]) -> str:
    rows = [
        f"\n## {group['label']}\n",
        "| option | takes | default | what it does |",
        "|---|---|---|---|",
        *(row for option in group["options"] for row in _rows(option)),
    ]
    return "\n".join(rows) + "\n"


def _rows(option: dict[str, Any], prefix: str = "") -> Iterator[str]:
    name = f"{prefix}{option['name']}"
    if fields := option.get("fields"):
        for field in fields:
            yield from _rows(field, f"{name}.")
        return
    default = "required" if option["required"] else _shown(option["default"])
    yield f"| `{name}` | {_takes(option)} | {default} | {option['help']} |"


def _shown(default: Any) -> str:
    return "" if default in (None, "", []) else f"`{json.dumps(default, ensure_ascii=False)}`"


def _takes(option: dict[str, Any]) -> str:
    kind = option["type"]
    if "choices" in option:
        words = ", ".join(f"`{choice}`" for choice in option["choices"])
        return f"any of {words}" if kind == "choices" else words
    if "minimum" in option:
        return f"{kind} {range_in_words(option)}"
    if kind == "list":
        return f"up to {option['max_items']} texts of {option['item_max_length']} characters"
    return f"{kind} of up to {option['max_length']:,} characters" if "max_length" in option else kind

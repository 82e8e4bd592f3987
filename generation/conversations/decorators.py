"""The decorators of a lore entry, `@@name value`, as far as a chat has a use for them.

Where one is not known or its value is none, the `@@@` lines below it take its place, the first that is good.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generation.cards.decorators import strip_decorators

ROLES = ("assistant", "system", "user")
POSITIONS = ("after_desc", "before_desc", "personality", "scenario")
_REPEATABLE = "additional_keys"


@dataclass(frozen=True, slots=True)
class Decorated:
    """`text` without its decorators; `given` has those that hold, numbers as numbers, lists as tuples, flags as True.

    `additional_keys`, which may stand there more than once, is a tuple of tuples.
    """

    text: str
    given: Mapping[str, Any]


def undecorated(content: str) -> Decorated:
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    text = strip_decorators(content)
    given: dict[str, Any] = {}
    for name, value in _holding(content[: len(content) - len(text)]):
        if name == _REPEATABLE:
            given[name] = (*given.get(name, ()), value)
        else:
            given.setdefault(name, value)
    return Decorated(text.strip(), given)


def _holding(head: str) -> Iterator[tuple[str, Any]]:
    """The decorator that holds of each `@@` line and its fallbacks."""
    settled = True
    for line in filter(None, map(str.strip, head.splitlines())):
        if not line.startswith("@@@"):
            settled = False
        if settled:
            continue
        name, _, value = line.lstrip("@").partition(" ")
        read = _READERS.get(name.lower())
        found = read(value.strip()) if read else None
        if found is not None:
            settled = True
            yield name.lower(), found


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _divisor(value: str) -> float | None:
    return number if (number := _number(value)) and number >= 1 else None


def _flag(value: str) -> bool | None:
    return True if value.lower() in {"", "true"} else None


def _list(value: str) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in value.split(",") if part.strip()) or None


def _one_of(*words: str) -> Callable[[str], str | None]:
    return lambda value: value.lower() if value.lower() in words else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("activate_only_after", "depth", "scan_depth", "is_greeting"), _number),
    "activate_only_every": _divisor,
    "role": _one_of(*ROLES),
    "position": _one_of(*POSITIONS),
    **dict.fromkeys((_REPEATABLE, "exclude_keys"), _list),
    **dict.fromkeys(
        (
            "activate",
            "dont_activate",
            "dont_activate_after_match",
            "ignore_on_max_context",
            "keep_activate_after_match",
        ),
        _flag,
    ),
}

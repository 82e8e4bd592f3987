"""A lore entry as rules: its fields, its decorators and what SillyTavern keeps in its extensions, made one."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from generation.cards.card import BookEntry
from generation.conversations.decorators import undecorated
from generation.conversations.keys import Manner
from generation.conversations.places import AFTER_CHAR, AT_DEPTH, BEFORE_CHAR, Place

Role = Literal["system", "user", "assistant"]

# Keys of SillyTavern's own in an entry's extensions: it writes them all.
_SILLY = frozenset({"selectiveLogic", "useProbability"})
_SILLY_ROLES: Mapping[Any, Role] = {0: "system", 1: "user", 2: "assistant"}
_SILLY_AT_DEPTH = 4
_SILLY_DEPTH = 4


class Logic(IntEnum):
    """What is asked of secondary keys, in SillyTavern's numbers; the standards know the first."""

    ANY = 0
    NOT_ALL = 1
    NONE = 2
    ALL = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """`additional` are lists of keys of each of which one must be found; none of `excluded` may be.

    `scan_depth` None is the book's. `probability` is 0 to 100. `alone`: what others say does not call it up; `mute`:
    what it says calls up no other; `delayed`: only what others say calls it up.
    """

    id: str
    title: str
    content: str
    keys: tuple[str, ...]
    manner: Manner
    place: Place
    role: Role = "system"
    order: float = 100
    priority: float = 10
    enabled: bool = True
    constant: bool = False
    secondary: tuple[str, ...] = ()
    logic: Logic = Logic.ANY
    additional: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    scan_depth: float | None = None
    only_after: float = 0
    only_every: float = 1
    greeting: float | None = None
    probability: float = 100
    activate: bool = False
    dont_activate: bool = False
    keeps_active: bool = False
    once: bool = False
    first_to_go: bool = False
    alone: bool = False
    mute: bool = False
    delayed: bool = False


def rule_of(entry: BookEntry, *, absent: Collection[str] = ()) -> Rule:
    """`absent` are positions (`personality`, `scenario`) that this card's prompt does not have."""
    decorated = undecorated(entry.content)
    given, extensions = decorated.given, entry.extensions
    silly = not _SILLY.isdisjoint(extensions)
    # SillyTavern writes use_regex into every entry, and means keys that stand between slashes.
    patterns = entry.use_regex and not silly
    additional = given.get("additional_keys", ())
    more = tuple(key for keys in additional for key in keys) if patterns else ()
    return Rule(
        id=str(entry.id),
        title=entry.name or entry.comment or next(iter(entry.keys), ""),
        content=decorated.text,
        keys=(*entry.keys, *more),
        manner=_manner(entry, patterns=patterns, silly=silly),
        place=_place(entry, given, absent, silly=silly),
        role=given.get("role") or (_silly_role(extensions) if silly else "system"),
        order=entry.insertion_order,
        priority=entry.priority,
        enabled=entry.enabled,
        constant=entry.constant and not patterns,
        secondary=tuple(entry.secondary_keys) if entry.selective and not patterns else (),
        logic=_logic(extensions),
        additional=() if patterns else additional,
        excluded=() if patterns else given.get("exclude_keys", ()),
        scan_depth=given.get("scan_depth", _number(extensions.get("scan_depth"))),
        only_after=given.get("activate_only_after", 0),
        only_every=given.get("activate_only_every", 1),
        greeting=given.get("is_greeting"),
        probability=_probability(extensions),
        activate="activate" in given,
        dont_activate="dont_activate" in given,
        keeps_active="keep_activate_after_match" in given,
        once="dont_activate_after_match" in given,
        first_to_go="ignore_on_max_context" in given,
        alone=extensions.get("exclude_recursion") is True,
        mute=extensions.get("prevent_recursion") is True,
        delayed=bool(extensions.get("delay_until_recursion")),
    )


def _manner(entry: BookEntry, *, patterns: bool, silly: bool) -> Manner:
    own = entry.extensions.get("case_sensitive")
    return Manner(
        patterns=patterns,
        slashed=silly,
        case_sensitive=own if isinstance(own, bool) else entry.case_sensitive,
        whole_words=entry.extensions.get("match_whole_words") is True,
    )


def _place(entry: BookEntry, given: Mapping[str, Any], absent: Collection[str], *, silly: bool) -> Place:
    position = given.get("position")
    if position and position not in absent:
        return Place(position)
    if "depth" in given:
        return Place(AT_DEPTH, max(0, int(given["depth"])))
    if silly and entry.extensions.get("position") == _SILLY_AT_DEPTH:
        depth = _number(entry.extensions.get("depth"))
        return Place(AT_DEPTH, max(0, int(_SILLY_DEPTH if depth is None else depth)))
    return Place(AFTER_CHAR if entry.position == "after_char" else BEFORE_CHAR)


def _silly_role(extensions: Mapping[str, Any]) -> Role:
    role = extensions.get("role")
    return _SILLY_ROLES.get(role, "system") if isinstance(role, int) else "system"


def _logic(extensions: Mapping[str, Any]) -> Logic:
    number = extensions.get("selectiveLogic")
    return Logic(number) if isinstance(number, int) and number in set(Logic) else Logic.ANY


def _probability(extensions: Mapping[str, Any]) -> float:
    number = _number(extensions.get("probability"))
    return 100 if number is None or extensions.get("useProbability") is False else number


def _number(value: Any) -> float | None:
    known = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return value if known else None

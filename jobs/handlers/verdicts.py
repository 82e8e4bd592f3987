"""What a handler may say about its job; the machinery decides what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any] | list[Any] | str | int | float | bool | None

# Written in the same transaction as the settle, and only if the lease still holds.
Together = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Complete:
    """Done. `together` are database writes that must happen with the settle or not at all."""

    result: JSON = None
    together: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """Done in part: `result` is what there is, `message` says what is missing."""

    result: JSON
    message: str
    together: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Fail:
    """Will not succeed by trying again."""

    message: str
    error_class: str = "Failed"


@dataclass(frozen=True, slots=True)
class Snooze:
    """Not now: run again in `seconds`, counting no failure."""

    seconds: float
    reason: str


Verdict = Complete | Partial | Fail | Snooze

"""What a handler may say about its job; the machinery decides what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from jobs.queue.children import Span
from jobs.queue.join_policy import ALL, JoinPolicy

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


@dataclass(frozen=True, slots=True)
class Child:
    """A job that a fan-out makes. `payload` is the kind's own, or what becomes it; `span` makes it a chunk.

    Owner, category and, unless given, priority are the parent's; the rest is as the child's kind says.
    """

    kind: str
    payload: BaseModel | Mapping[str, Any]
    title: str = ""
    priority: str | None = None
    max_attempts: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class FanOut:
    """Go on in `children`, which any worker takes. This job holds no worker until all of them are final.

    Then `Handler.join` runs, if `join` tolerates the failures among them. At most `at_once` of them are at work at a
    time, in the order given; None lets them all.
    """

    children: Sequence[Child]
    join: JoinPolicy = ALL
    at_once: int | None = None

    def __post_init__(self) -> None:
        if self.at_once is not None and self.at_once < 1:
            raise ValueError(f"at_once must be 1 or more, but is {self.at_once}")


Verdict = Complete | Partial | Fail | Snooze | FanOut

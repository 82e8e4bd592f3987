"""Whose work a dashboard is of, and in what words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Whose:
    """`word` is for addresses, `typed` for the form. `faster` begins a question; `listed_as` ends the address of the
    list of the same jobs, and is None where there is no such list."""

    word: str
    name: str
    typed: str
    faster: str
    listed_as: str | None

    @classmethod
    def of(cls, caller: User, person: User | Literal["all"]) -> Whose:
        if person == "all":
            return cls("all", "Everybody's", "all", "Are we", "&whose=all")
        if person == caller:
            return cls("", "Mine", "", "Am I", "")
        return cls(str(person.pk), person.email, person.email, f"Is {person.get_short_name()}", None)

"""Where a prompt takes lore."""

from __future__ import annotations

from dataclasses import dataclass

BEFORE_CHAR = "before_char"
BEFORE_DESC = "before_desc"
AFTER_DESC = "after_desc"
PERSONALITY = "personality"
SCENARIO = "scenario"
AFTER_CHAR = "after_char"
AT_DEPTH = "at_depth"


@dataclass(frozen=True, slots=True)
class Place:
    """`depth` counts messages from the newest, 0 is below it; it says nothing elsewhere than `at_depth`."""

    name: str
    depth: int = 0

    def __str__(self) -> str:
        return f"{self.name} {self.depth}" if self.name == AT_DEPTH else self.name

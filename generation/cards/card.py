"""A card as we keep it: the data of the V3 standard, from which every format is written.

Unknown properties are kept, so that what was read is written again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

# Our own keys in any `extensions`.
NAMESPACE = "smart_task_queue"
# Among them: what stood beside `data` in a document that was read. It is written there again.
ROOT = "root"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)


class BookEntry(Part):
    """`content` may begin with decorators; `id` is a number where we write it, because V2 knows no other."""

    keys: list[str]
    content: str
    extensions: dict[str, Any] = Field(default_factory=dict)
    enabled: bool = True
    insertion_order: int | float = 100
    use_regex: bool = False
    case_sensitive: bool = False
    constant: bool = False
    selective: bool = False
    secondary_keys: list[str] = Field(default_factory=list)
    position: Literal["before_char", "after_char"] = "before_char"
    name: str = ""
    comment: str = ""
    id: int | float | str = 0
    priority: int | float = 10


class Book(Part):
    """RisuAI takes the three settings only when all are there, so they always are."""

    name: str = ""
    description: str = ""
    scan_depth: int | float = 4
    token_budget: int | float = 1024
    recursive_scanning: bool = False
    extensions: dict[str, Any] = Field(default_factory=dict)
    entries: list[BookEntry] = Field(default_factory=list)


class CardData(Part):
    """Dates are Unix seconds, 0 is withheld. `character_book` None means there is none."""

    name: str
    description: str = ""
    personality: str = ""
    scenario: str = ""
    first_mes: str = ""
    mes_example: str = ""
    creator_notes: str = ""
    system_prompt: str = ""
    post_history_instructions: str = ""
    alternate_greetings: list[str] = Field(default_factory=list)
    character_book: Book | None = None
    tags: list[str] = Field(default_factory=list)
    creator: str = ""
    character_version: str = ""
    extensions: dict[str, Any] = Field(default_factory=dict)
    group_only_greetings: list[str] = Field(default_factory=list)
    nickname: str | None = None
    creation_date: int | float = 0
    modification_date: int | float = 0

    def dumped(self, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """As JSON values: what the standards leave out when it is unset is left out, what they do not know is not."""
        dumped = self.model_dump(mode="json", exclude=set(without))
        known = type(self).model_fields
        return {name: value for name, value in dumped.items() if value is not None or name not in known}

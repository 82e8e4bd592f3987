"""The card standards as strict types: a document that fits them is what V2 and V3 readers may expect.

A property with a default may be absent but never null. Sources: character-card-spec-v2 and -v3.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

Number = int | float


class Strict(BaseModel):
    # Built when the first card is checked: most processes never check one.
    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False, defer_build=True)


class Entry(Strict):
    keys: list[str]
    content: str
    extensions: dict[str, Any]
    enabled: bool
    insertion_order: Number
    case_sensitive: bool = False
    name: str = ""
    priority: Number = 0
    comment: str = ""
    selective: bool = False
    secondary_keys: list[str] = Field(default_factory=list)
    constant: bool = False
    position: Literal["before_char", "after_char"] = "before_char"


class V2Entry(Entry):
    id: Number = 0


class V3Entry(Entry):
    id: Number | str = 0
    use_regex: bool


E = TypeVar("E", bound=Entry)


class BookOf(Strict, Generic[E]):
    name: str = ""
    description: str = ""
    scan_depth: Number = 0
    token_budget: Number = 0
    recursive_scanning: bool = False
    extensions: dict[str, Any]
    entries: list[E]


class Data(Strict, Generic[E]):
    """What both standards require."""

    name: str
    description: str
    personality: str
    scenario: str
    first_mes: str
    mes_example: str
    creator_notes: str
    system_prompt: str
    post_history_instructions: str
    alternate_greetings: list[str]
    character_book: BookOf[E] | None = None
    tags: list[str]
    creator: str
    character_version: str
    extensions: dict[str, Any]

    @field_validator("character_book", mode="before")
    @classmethod
    def _is_left_out_rather_than_null(cls, book: Any) -> Any:
        if book is None:
            raise ValueError("leave it out where there is no book")
        return book


class Asset(Strict):
    type: str
    uri: str
    name: str
    ext: str


class V3Data(Data[V3Entry]):
    group_only_greetings: list[str]
    nickname: str = ""
    creator_notes_multilingual: dict[str, str] = Field(default_factory=dict)
    source: list[str] = Field(default_factory=list)
    creation_date: Number = 0
    modification_date: Number = 0
    assets: list[Asset] = Field(default_factory=list)


class V2Document(Strict):
    spec: Literal["chara_card_v2"]
    spec_version: Literal["2.0"]
    data: Data[V2Entry]


class V3Document(Strict):
    spec: Literal["chara_card_v3"]
    spec_version: Literal["3.0"]
    data: V3Data

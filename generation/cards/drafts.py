"""What each generation task must answer: the schemas that models are asked for and validated against.

Tasks: analyse, outline, profile, greeting, examples, lore_plan, lore_batch, review, repair.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

LoreCategory = Literal["person", "place", "faction", "item", "event", "rule", "culture"]
Line = Annotated[str, Field(min_length=1, max_length=400)]
Prose = Annotated[str, Field(min_length=1, max_length=20_000)]


class Draft(BaseModel):
    """Base of all answers: unknown fields are dropped, since models add some."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Analysis(Draft):
    """Task `analyse`: what the concept says and asks for."""

    name: Line
    role: Line
    setting: Line
    genre: Line
    themes: list[Line] = Field(min_length=1, max_length=8)
    traits: list[Line] = Field(min_length=2, max_length=8)
    keywords: list[Line] = Field(min_length=1, max_length=16)


class Outline(Draft):
    """Task `outline`: the character in brief; every later task takes it as its frame."""

    name: Line
    summary: Prose
    appearance: Prose
    history: Prose
    want: Prose
    fear: Prose
    secret: Prose
    voice: Prose
    place: Prose
    bond_with_user: Prose


class Profile(Draft):
    """Task `profile`: the card's permanent fields."""

    description: Prose
    personality: Prose
    scenario: Prose
    creator_notes: Prose
    tags: list[Line] = Field(max_length=30)
    art_prompt: Prose


@cache
def profile(fields: tuple[str, ...]) -> type[Draft]:
    """Task `profile` where only some of its fields are asked for."""
    asked: dict[str, Any] = {name: (field.annotation, field) for name, field in Profile.model_fields.items()}
    return create_model("Profile", __base__=Draft, **{name: asked[name] for name in fields})


class Greeting(Draft):
    """Task `greeting`: one opening message (`inputs.index` 0 is first_mes)."""

    text: Prose


class Exchange(Draft):
    user: Prose
    char: Prose


class Dialogue(Draft):
    turns: list[Exchange] = Field(min_length=1, max_length=8)


class Examples(Draft):
    """Task `examples`: example dialogues."""

    dialogues: list[Dialogue] = Field(max_length=10)


class LorePlanEntry(Draft):
    title: Line
    category: LoreCategory
    keys: list[Line] = Field(min_length=1, max_length=10)
    brief: Prose


class LorePlan(Draft):
    """Task `lore_plan`: what the lorebook will cover, one line an entry."""

    entries: list[LorePlanEntry] = Field(max_length=100)


class LoreEntry(Draft):
    title: Line
    category: LoreCategory
    keys: list[Line] = Field(min_length=1, max_length=10)
    content: Prose


class LoreBatch(Draft):
    """Task `lore_batch`: the planned entries of `inputs.batch`, written out."""

    entries: list[LoreEntry] = Field(max_length=100)


class Finding(Draft):
    field: Line
    problem: Prose


class Review(Draft):
    """Task `review`: where the card contradicts itself or its options. `field` is a path such as `lore.3`."""

    findings: list[Finding] = Field(max_length=20)


class Repair(Draft):
    """Task `repair`: the new text of one field."""

    text: Prose

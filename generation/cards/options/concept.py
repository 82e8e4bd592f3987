"""Who the character is."""

from __future__ import annotations

from typing import Annotated

from generation.cards.options.fields import Line, OptionGroup, Paragraphs, Unset, option

_GROUP = "concept"


class ConceptOptions(OptionGroup):
    concept: Paragraphs = option(
        _GROUP,
        "Concept",
        "Who the character is and where they live, in your own words.",
        essential=True,
        min_length=10,
        max_length=8000,
    )
    name: Annotated[Line | None, Unset] = option(
        _GROUP,
        "Name",
        "The character's name; empty to have one taken from the concept or invented.",
        default=None,
        essential=True,
        min_length=1,
        max_length=80,
    )
    nickname: Annotated[Line | None, Unset] = option(
        _GROUP,
        "Nickname",
        "What the character is called in chat instead of the name; left out of V2 files.",
        default=None,
        min_length=1,
        max_length=80,
    )
    pronouns: Annotated[Line | None, Unset] = option(
        _GROUP, "Pronouns", "For example: she/her.", default=None, min_length=1, max_length=40
    )
    age: int | None = option(
        _GROUP,
        "Age",
        "In years; required, and at least 18, when rating is mature.",
        default=None,
        ge=0,
        le=100_000,
    )
    role: Annotated[Line | None, Unset] = option(
        _GROUP, "Role", "Occupation or archetype.", default=None, min_length=1, max_length=120
    )
    setting: Annotated[Paragraphs | None, Unset] = option(
        _GROUP, "Setting", "Place and time the story happens in.", default=None, min_length=1, max_length=500
    )
    relationship_to_user: Annotated[Paragraphs | None, Unset] = option(
        _GROUP,
        "Relationship to the user",
        "What binds the character to the person who chats.",
        default=None,
        min_length=1,
        max_length=300,
    )

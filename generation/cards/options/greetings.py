"""How chats begin, and the examples of how they go on."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationInfo, field_validator

from generation.cards.options.fields import OptionGroup, option

_GROUP = "greetings"


class GreetingOptions(OptionGroup):
    first_message_tokens: int = option(
        _GROUP, "First message length", "How long each greeting is, in tokens.", default=300, ge=30, le=2000
    )
    alternate_greetings: int = option(
        _GROUP, "Alternate greetings", "Other ways a chat may begin.", default=2, essential=True, ge=0, le=10
    )
    greeting_variety: Literal["same_scene", "varied_scene", "varied_mood"] = option(
        _GROUP, "Variety of greetings", "What differs from one greeting to the next.", default="varied_scene"
    )
    group_greetings: int = option(
        _GROUP, "Group greetings", "Greetings for group chats only; V3 only.", default=0, ge=0, le=5
    )
    example_dialogues: int = option(
        _GROUP,
        "Example dialogues",
        "Short exchanges that show the voice.",
        default=3,
        essential=True,
        ge=0,
        le=10,
    )
    example_turns: int = option(
        _GROUP, "Turns per example", "Each turn is one line of the user and one reply.", default=2, ge=1, le=8
    )
    no_user_actions: bool = option(
        _GROUP, "Never act for the user", "The character never speaks or acts for the user.", default=True
    )

    @field_validator("group_greetings")
    @classmethod
    def _group_greetings_need_v3(cls, count: int, info: ValidationInfo) -> int:
        if count and info.data.get("spec") == "v2":
            raise ValueError("group_greetings exist in V3 only, but spec is v2; set spec to v3 or both.")
        return count

"""Which files the card is for, and how long its permanent fields are."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, ValidationInfo, field_validator, model_validator

from generation.cards.options.fields import OptionGroup, option

_GROUP = "shape"

Detail = Literal["lite", "standard", "rich"]
PromptMode = Literal["none", "augment", "replace"]
DescriptionFormat = Literal["prose", "bullets", "attributes", "wpp"]
CardField = Literal[
    "name", "nickname", "description", "personality", "scenario", "first_mes", "mes_example", "alternate_greetings",
    "group_only_greetings", "character_book", "system_prompt", "post_history_instructions", "creator_notes", "tags",
    "creator", "character_version",
]  # fmt: skip
CARD_FIELDS: tuple[str, ...] = get_args(CardField)
# No reader takes a card without these.
ALWAYS = frozenset({"name", "description", "first_mes"})

# Tokens of description, personality, scenario and of all permanent fields together.
DETAIL_TOKENS: dict[str, dict[str, int]] = {
    "lite": {
        "description_tokens": 300,
        "personality_tokens": 80,
        "scenario_tokens": 80,
        "card_token_budget": 1200,
    },
    "standard": {
        "description_tokens": 600,
        "personality_tokens": 150,
        "scenario_tokens": 150,
        "card_token_budget": 2500,
    },
    "rich": {
        "description_tokens": 1200,
        "personality_tokens": 300,
        "scenario_tokens": 300,
        "card_token_budget": 5000,
    },
}
_STANDARD = DETAIL_TOKENS["standard"]


def in_order(names: list[Any]) -> list[Any]:
    """`names` of fields as a set: each once, in the order of the standards."""
    return [name for name in CARD_FIELDS if name in names]


def _with_those_needed(names: list[Any]) -> list[Any]:
    return in_order([*names, *ALWAYS])


class ShapeOptions(OptionGroup):
    spec: Literal["v2", "v3", "both"] = option(
        _GROUP,
        "Card standard",
        "What the PNG carries; V2 has no nickname and no group greetings.",
        default="both",
    )
    fields: Annotated[list[CardField], AfterValidator(_with_those_needed)] = option(
        _GROUP,
        "Fields",
        "Those to fill; the others stay empty and cost nothing. Name, description and first message always are.",
        default=list(CARD_FIELDS),
        max_length=len(CARD_FIELDS),
    )
    description_format: DescriptionFormat = option(
        _GROUP,
        "Description format",
        "Paragraphs, a list, one attribute a line, or W++.",
        default="prose",
    )
    detail: Detail = option(
        _GROUP,
        "Detail",
        "Sets the four lengths below unless they are given.",
        default="standard",
        essential=True,
    )
    description_tokens: int = option(
        _GROUP,
        "Description length",
        "How long the description is, in tokens.",
        default=_STANDARD["description_tokens"],
        ge=50,
        le=4000,
    )
    personality_tokens: int = option(
        _GROUP,
        "Personality length",
        "In tokens; 0 leaves it empty.",
        default=_STANDARD["personality_tokens"],
        ge=0,
        le=1000,
    )
    scenario_tokens: int = option(
        _GROUP,
        "Scenario length",
        "In tokens; 0 leaves it empty.",
        default=_STANDARD["scenario_tokens"],
        ge=0,
        le=1000,
    )
    card_token_budget: int = option(
        _GROUP,
        "Budget of permanent fields",
        "Tokens of all text that stays in every prompt; at least the three lengths together.",
        default=_STANDARD["card_token_budget"],
        ge=200,
        le=20_000,
    )
    system_prompt_mode: PromptMode = option(
        _GROUP,
        "System prompt",
        "Whether the card adds to, or replaces, the reader's system prompt.",
        default="none",
    )
    post_history_mode: PromptMode = option(
        _GROUP,
        "Post-history instructions",
        "The same for the instructions after the chat history.",
        default="none",
    )

    @model_validator(mode="before")
    @classmethod
    def _lengths_follow_detail(cls, data: Any) -> Any:
        detail = data.get("detail", "standard") if isinstance(data, dict) else None
        if not isinstance(detail, str) or detail not in DETAIL_TOKENS:
            return data
        return {**DETAIL_TOKENS[detail], **data}

    @field_validator("card_token_budget")
    @classmethod
    def _budget_holds_its_fields(cls, budget: int, info: ValidationInfo) -> int:
        names = ("description_tokens", "personality_tokens", "scenario_tokens")
        needed = sum(info.data.get(name, 0) for name in names)
        if budget < needed:
            raise ValueError(f"card_token_budget is {budget}, but {' + '.join(names)} is {needed}; raise it.")
        return budget

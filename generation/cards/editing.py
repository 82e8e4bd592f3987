"""What of a card may be edited by hand, and what an edit must look like."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from generation.cards.card import Book, CardData
from generation.cards.options import CARD_FIELDS
from generation.cards.validate import validate

Text = Annotated[str, StringConstraints(max_length=200_000)]


class CardEdit(BaseModel):
    """The fields to change; those not given stay as they are. Nickname and lorebook may be null: none."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)] = ""
    nickname: Annotated[str, StringConstraints(max_length=200)] | None = None
    description: Text = ""
    personality: Text = ""
    scenario: Text = ""
    first_mes: Text = ""
    mes_example: Text = ""
    alternate_greetings: list[Text] = []
    group_only_greetings: list[Text] = []
    character_book: Book | None = None
    system_prompt: Text = ""
    post_history_instructions: Text = ""
    creator_notes: Text = ""
    tags: list[Annotated[str, StringConstraints(min_length=1, max_length=100)]] = []
    creator: Annotated[str, StringConstraints(max_length=200)] = ""
    character_version: Annotated[str, StringConstraints(max_length=100)] = ""

    def given(self) -> dict[str, Any]:
        """What was sent."""
        return {name: getattr(self, name) for name in CARD_FIELDS if name in self.model_fields_set}


def edited(card: CardData, edit: CardEdit) -> CardData:
    """`card` with what `edit` changes; InvalidCard where that breaks the standard. What was broken is not judged."""
    changed = {name: value for name, value in edit.given().items() if value != getattr(card, name)}
    fresh = card.model_copy(update=changed)
    validate(fresh, kept=[name for name in CARD_FIELDS if name not in changed], since=card)
    return fresh

"""Keeping a card: a finished one of a job's, or one that came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from generation.cards.card import CardData
from generation.cards.options import CardOptions
from generation.models import Card, CardTag
from generation.models.card import NAME_LENGTH, SUMMARY_LENGTH
from generation.models.card_tag import TAG_LENGTH

MAX_TAGS = 100


@dataclass(frozen=True, slots=True)
class NewCard:
    id: UUID
    owner_id: UUID
    job_id: UUID
    data: CardData
    options: CardOptions


def save_card(new: NewCard) -> None:
    """Insert the card of a job and its tags; in the caller's transaction where there is one."""
    options = new.options
    insert_card(
        new.owner_id,
        new.data,
        id=new.id,
        job_id=new.job_id,
        spec=options.spec,
        tone=options.tone[0],
        options=options.model_dump(mode="json"),
    )


def insert_card(owner_id: UUID, data: CardData, **columns: Any) -> Card:
    """Insert a card and its tags, with other `columns` as they are."""
    with transaction.atomic():
        card = Card.objects.create(
            owner_id=owner_id,
            name=_shortened(" ".join(data.name.split()), NAME_LENGTH),
            summary=_summary(data),
            lore_entries=len(data.character_book.entries) if data.character_book else 0,
            data=data.model_dump(mode="json", exclude_none=True),
            **columns,
        )
        CardTag.objects.bulk_create(CardTag(card=card, name=name) for name in tag_names(data.tags))
    return card


def tag_names(tags: Iterable[str]) -> list[str]:
    """The tags that lists filter by: lower case, each once."""
    names = dict.fromkeys(tag.lower()[:TAG_LENGTH].strip() for tag in tags)
    return [name for name in names if name][:MAX_TAGS]


def _summary(data: CardData) -> str:
    """One line for lists: the notes for people, else how the description begins."""
    return _shortened(" ".join((data.creator_notes or data.description)[: 20 * SUMMARY_LENGTH].split()), SUMMARY_LENGTH)


def _shortened(line: str, length: int) -> str:
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"

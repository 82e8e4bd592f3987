"""Keeping a finished card."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from generation.cards.card import CardData
from generation.cards.options import CardOptions
from generation.models import Card, CardTag
from generation.models.card import SUMMARY_LENGTH
from generation.models.card_tag import TAG_LENGTH


@dataclass(frozen=True, slots=True)
class NewCard:
    id: UUID
    owner_id: UUID
    job_id: UUID
    data: CardData
    options: CardOptions


def save_card(new: NewCard) -> None:
    """Insert the card and its tags; in the caller's transaction where there is one."""
    data, options = new.data, new.options
    with transaction.atomic():
        card = Card.objects.create(
            id=new.id,
            owner_id=new.owner_id,
            job_id=new.job_id,
            name=data.name,
            summary=_summary(data),
            spec=options.spec,
            tone=options.tone[0],
            lore_entries=len(data.character_book.entries) if data.character_book else 0,
            data=data.model_dump(mode="json", exclude_none=True),
            options=options.model_dump(mode="json"),
        )
        names = dict.fromkeys(tag.lower()[:TAG_LENGTH] for tag in data.tags)
        CardTag.objects.bulk_create(CardTag(card=card, name=name) for name in names)


def _summary(data: CardData) -> str:
    """One line for lists: the notes for people, else how the description begins."""
    line = " ".join((data.creator_notes or data.description).split())
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1].rstrip() + "…"

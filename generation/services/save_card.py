"""Keeping a card: a finished one of a job's, or one that came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from generation.avatar import DRAWN, Picture
from generation.cards.card import CardData
from generation.cards.options import CardOptions
from generation.errors import AssetRefused
from generation.models import Card, CardTag
from generation.models.card import NAME_LENGTH, SUMMARY_LENGTH
from generation.models.card_tag import TAG_LENGTH
from generation.services.give_picture import give_artefact, give_upload, take_files

MAX_TAGS = 100


@dataclass(frozen=True, slots=True)
class NewCard:
    id: UUID
    owner_id: UUID
    job_id: UUID
    data: CardData
    options: CardOptions
    picture: Picture = DRAWN


def save_card(new: NewCard) -> None:
    """Insert the card of a job, its tags and its files; in the caller's transaction where there is one."""
    options, picture = new.options, new.picture
    with transaction.atomic():
        card = insert_card(
            new.owner_id,
            new.data,
            id=new.id,
            job_id=new.job_id,
            spec=options.spec,
            tone=options.tone[0],
            options=options.model_dump(mode="json"),
        )
        # Where its owner may keep no more files, the card is kept without them: it is paid for. Its page says so.
        with suppress(AssetRefused), transaction.atomic():
            if picture.upload_id:
                give_upload(card, picture.upload_id)
            if picture.artefact_id:
                give_artefact(card, new.job_id, picture.artefact_id)
        with suppress(AssetRefused), transaction.atomic():
            if options.base_card:
                take_files(card, UUID(options.base_card), pictures=options.avatar == "placeholder")


def insert_card(owner_id: UUID, data: CardData, **columns: Any) -> Card:
    """Insert a card and its tags, with other `columns` as they are."""
    now = timezone.now()
    with transaction.atomic():
        card = Card.objects.create(owner_id=owner_id, created_at=now, updated_at=now, **_columns(data), **columns)
        CardTag.objects.bulk_create(CardTag(card=card, name=name) for name in tag_names(data.tags))
    return card


def rewrite_card(card: Card, data: CardData) -> None:
    """Let the locked `card` say `data`; its columns and tags follow."""
    for name, value in _columns(data).items():
        setattr(card, name, value)
    card.updated_at = timezone.now()
    with transaction.atomic():
        card.save(update_fields=[*_columns(data), "updated_at"])
        CardTag.objects.filter(card=card).delete()
        CardTag.objects.bulk_create(CardTag(card=card, name=name) for name in tag_names(data.tags))


def _columns(data: CardData) -> dict[str, Any]:
    """What a card's row has of its data."""
    return {
        "name": _shortened(" ".join(data.name.split()), NAME_LENGTH),
        "summary": _summary(data),
        "lore_entries": len(data.character_book.entries) if data.character_book else 0,
        "data": data.dumped(),
    }


def tag_names(tags: Iterable[str]) -> list[str]:
    """The tags that lists filter by: lower case, each once."""
    names = dict.fromkeys(tag.lower()[:TAG_LENGTH].strip() for tag in tags)
    return [name for name in names if name][:MAX_TAGS]


def _summary(data: CardData) -> str:
    """One line for lists: the notes for people, else how the description begins."""
    return _shortened(" ".join((data.creator_notes or data.description)[: 20 * SUMMARY_LENGTH].split()), SUMMARY_LENGTH)


def _shortened(line: str, length: int) -> str:
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"

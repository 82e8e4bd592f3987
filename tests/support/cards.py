"""Cards for tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from generation.cards.card import CardData
from generation.cards.options import CardOptions
from generation.cards.pipeline import write_card
from generation.cards.tasks import completed
from generation.llm.provider import Provider
from generation.models import Card
from generation.services.save_card import NewCard, save_card
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.plain_author import PlainAuthor

CONCEPT = "A patient miner who guards a door under a mountain."
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def make_options(**given: Any) -> CardOptions:
    return CardOptions.model_validate({"concept": CONCEPT, "seed": 7, **given})


def write(
    options: CardOptions | None = None, provider: Provider | None = None, recorder: MemoryRecorder | None = None
) -> CardData:
    """A card written in memory; by the plain author unless `provider` is given."""
    author = provider or PlainAuthor()
    complete = completed(options or make_options(), author)
    return asyncio.run(write_card(make_context(recorder or MemoryRecorder()), author, complete, created_at=WHEN))


def keep(owner_id: UUID, data: CardData | None = None, **given: Any) -> Card:
    """A saved card of `owner_id`, written by the plain author unless `data` is given."""
    options = make_options(**given)
    card_id = uuid7()
    save_card(NewCard(card_id, owner_id, uuid7(), data or write(options), options))
    return Card.objects.get(pk=card_id)

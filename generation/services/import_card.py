"""Taking over a card that somebody else's program wrote."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from generation.cards.reading import read_card
from generation.models import Card
from generation.selectors.missing_files import NO_ROOM, files_left_out
from generation.services.assets import store_files
from generation.services.save_card import insert_card


@dataclass(frozen=True, slots=True)
class Imported:
    """`losses`: what was in the file and is not in the card; `warnings`: what was mended or is odd."""

    card: Card
    losses: list[str]
    warnings: list[str]


def import_card(owner_id: UUID, content: bytes) -> Imported:
    """Read a JSON, PNG or CHARX and keep its card with its files; those beyond what its owner may keep are left out.

    NotACard says what the file is instead.
    """
    read = read_card(content)
    with transaction.atomic():
        card = insert_card(owner_id, read.data, spec=read.spec)
        left_out = store_files(owner_id, card.pk, read.files)
    if not left_out:
        return Imported(card, read.losses, read.warnings)
    return Imported(card, [*read.losses, files_left_out(left_out)], [*read.warnings, NO_ROOM])

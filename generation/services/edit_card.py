"""Changing a card by hand, and going back: what it said before stays as a revision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from generation.cards.card import CardData
from generation.cards.editing import CardEdit, edited
from generation.cards.mending import mended
from generation.cards.stored import faults_of, read
from generation.errors import EditedMeanwhile, InvalidCard
from generation.models import Card, CardRevision
from generation.services.save_card import rewrite_card
from jobs.errors import InvalidSubmission
from jobs.handlers import field_errors

# Of one card: beyond these the oldest but the first go.
MOST_REVISIONS = 200


def edit_card(
    owner_id: UUID, card_id: UUID, changes: Mapping[str, Any], *, since: Collection[str] | None = None
) -> Card:
    """The card with `changes` to fields of its V3 data. An edit that changes nothing leaves no revision.

    One whose data fits the standard no more is mended on the way, as far as it can be read; what it said stays as a
    revision. InvalidSubmission names each bad field; Card.DoesNotExist for a card that is missing or not the owner's,
    UnreadableCard for one of which nothing can be read, EditedMeanwhile for one that is at none of the
    versions in `since`, if given.
    """
    try:
        edit = CardEdit.model_validate(dict(changes))
    except ValidationError as error:
        raise InvalidSubmission(field_errors(error)) from None
    with transaction.atomic():
        card = _locked(owner_id, card_id)
        if since is not None and version_of(card) not in since:
            raise EditedMeanwhile
        data = _edited(card, edit)
        if data.dumped() != card.data:
            _change(card, data, "edited")
    return card


def version_of(card: Card) -> str:
    """What changes with every edit of the card."""
    return card.updated_at.isoformat()


def restore_revision(owner_id: UUID, card_id: UUID, number: int) -> Card:
    """The card as it was at revision `number`, which becomes its newest; CardRevision.DoesNotExist if there is none."""
    with transaction.atomic():
        card = _locked(owner_id, card_id)
        _with_first(card)
        wanted = CardRevision.objects.get(card=card, number=number)
        if wanted.data != card.data:
            _change(card, read(wanted.data), "restored")
    return card


def _locked(owner_id: UUID, card_id: UUID) -> Card:
    return Card.objects.owned_by(owner_id).select_for_update().get(pk=card_id)


def _edited(card: Card, edit: CardEdit) -> CardData:
    try:
        return edited(_readable(card.data, edit), edit)
    except InvalidCard as error:
        raise InvalidSubmission(_by_field(error)) from None


def _readable(data: Any, edit: CardEdit) -> CardData:
    if not faults_of(data):
        return read(data)
    changes = edit.model_dump(mode="json", exclude_unset=True)
    return mended({**(data if isinstance(data, dict) else {}), **changes})[0]


def _by_field(error: InvalidCard) -> dict[str, str]:
    """Faults such as `data.name: must not be empty`, by the path below `data`."""
    found: dict[str, str] = {}
    for fault in error.faults:
        path, _, text = fault.partition(": ")
        found.setdefault(path.removeprefix("data.").removeprefix("data") or "card", text)
    return found


def _change(card: Card, data: CardData, reason: str) -> None:
    newest = _with_first(card)
    if reason == "edited":
        data = data.model_copy(update={"modification_date": int(timezone.now().timestamp())})
    rewrite_card(card, data)
    CardRevision.objects.create(card=card, number=newest + 1, reason=reason, data=card.data)
    CardRevision.objects.filter(card=card, number__gt=1, number__lte=newest + 1 - MOST_REVISIONS).delete()


def _with_first(card: Card) -> int:
    """The number of the newest revision; a card without any gets its first: what it says now."""
    newest = CardRevision.objects.filter(card=card).order_by("-number").values_list("number", flat=True).first()
    if newest is None:
        CardRevision.objects.create(card=card, number=1, reason="made", data=card.data, created_at=card.updated_at)
    return newest or 1

"""The speakers of an owner, each made when first needed; two who need one at once get the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.models import User
from generation.conversations.setting import USER
from generation.models import Speaker
from generation.selectors.cards import card_of

ASSISTANT = "Assistant"


def person_of(user: User) -> Speaker:
    """The user as a speaker, by the name they have now."""
    return _speaker(user.pk, " ".join(user.name.split()) or USER, kind=Speaker.Kind.PERSON)


def assistant_of(owner_id: UUID) -> Speaker:
    """The bot for those who talk with no character."""
    return _speaker(owner_id, ASSISTANT, kind=Speaker.Kind.ASSISTANT)


def character_of(owner_id: UUID, card_id: UUID) -> Speaker:
    """One of the owner's cards as a speaker; Card.DoesNotExist for one that is missing or not theirs."""
    card = card_of(owner_id, card_id)
    return _speaker(owner_id, card.name, kind=Speaker.Kind.CHARACTER, card_id=card.pk)


def _speaker(owner_id: UUID, name: str, **who: Any) -> Speaker:
    speaker, _ = Speaker.objects.get_or_create(owner_id=owner_id, **who, defaults={"name": name})
    if speaker.name != name:
        speaker.name = name
        speaker.save(update_fields=["name"])
    return speaker

"""Conversations for tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.models import User
from generation.cards.card import CardData
from generation.models import Card, Conversation, Speaker
from generation.services.conversations.opening import Opened, open_with
from generation.services.conversations.speakers import assistant_of, character_of
from tests.support.cards import keep

GREETING = "{{char}} nods to {{user}}."


def keep_character(owner_id: UUID, name: str = "Aria", **given: Any) -> Card:
    """A saved card of a character who can be talked with."""
    fields = {"description": "Keeps a lake.", "first_mes": GREETING, "alternate_greetings": ["Later.", ""], **given}
    return keep(owner_id, CardData(name=name, **fields))


def talk(user: User, name: str = "", **given: Any) -> Opened:
    """The user's conversation with the character `name`, or with the assistant."""
    if not name:
        return open_with(assistant_of(user.pk), **given)
    card = Card.objects.filter(owner=user, name=name).first() or keep_character(user.pk, name)
    return open_with(character_of(user.pk, card.pk), **given)


def bots_of(user: User, *names: str) -> list[Speaker]:
    return [character_of(user.pk, keep_character(user.pk, name).pk) for name in names]


def open_ones(user: User) -> list[UUID]:
    return list(Conversation.objects.owned_by(user.pk).open().values_list("pk", flat=True))

"""Beginning to talk with somebody before anything is said."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from accounts.models import User
from generation.models import Speaker, Utterance
from generation.selectors.conversations import open_conversation_of
from generation.services.conversations.changing import change
from generation.services.conversations.closing import close
from generation.services.conversations.opening import Opened, open_with
from generation.services.conversations.speakers import assistant_of, character_of


def start_with(user: User, card_id: UUID | None, *, fresh: bool = False, greeting: int | None = None) -> Opened:
    """The user's open conversation with the card's character, or the assistant; a new one where `fresh`.

    One in which the user has said nothing yet is fresh, and begins with `greeting` then. Card.DoesNotExist for a card
    that is missing or not theirs, else as `open_with`.
    """
    bot = character_of(user.pk, card_id) if card_id else assistant_of(user.pk)
    there = open_conversation_of(user.pk)
    if fresh and there and there.bot_id == bot.pk and _has_begun(there.pk):
        close(user.pk, there.pk)
    opened = open_with(bot, greeting=greeting)
    if greeting is None or opened.created or not fresh:
        return opened
    return replace(opened, conversation=change(user.pk, opened.conversation.pk, {"greeting": greeting}))


def _has_begun(conversation_id: UUID) -> bool:
    said = Utterance.objects.filter(conversation_id=conversation_id, speaker__kind=Speaker.Kind.PERSON)
    return said.exists()

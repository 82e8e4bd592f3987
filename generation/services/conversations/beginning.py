"""A new conversation and how it begins: a character speaks first, with one of its greetings."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

import uuid_utils.compat as uuid
from django.utils import timezone

from generation.cards.card import CardData
from generation.cards.stored import read
from generation.conversations.macros import Macros
from generation.conversations.seeds import seed_of
from generation.conversations.setting import Setting
from generation.llm.cleaning import clean
from generation.models import Conversation, Speaker, Utterance
from generation.selectors.cards import card_of


def begin(bot: Speaker, greeting: int = 0) -> Conversation:
    """Insert it, in the caller's transaction. A greeting that the card does not have is its first message.

    Card.DoesNotExist where it was deleted just now, UnreadableCard where its data fits the standard no more.
    """
    conversation = Conversation(id=uuid.uuid7(), owner_id=bot.owner_id, bot=bot)
    text = ""
    if bot.card_id is not None:
        card = read(card_of(bot.owner_id, bot.card_id).data)
        greetings = [card.first_mes, *card.alternate_greetings]
        conversation.greeting = greeting if 0 <= greeting < len(greetings) else 0
        text = _told(card, greetings[conversation.greeting], bot, conversation.pk)
    conversation.save(force_insert=True)
    if text:
        Utterance.objects.create(conversation=conversation, speaker=bot, position=0, text=text)
    return conversation


def _told(card: CardData, text: str, bot: Speaker, conversation_id: UUID) -> str:
    """The greeting with its macros written out, once and for all."""
    seed = seed_of(conversation_id)
    now = timezone.now().astimezone(ZoneInfo(bot.owner.time_zone))
    setting = Setting(now, seed, seed, user_name=bot.owner.name)
    return clean(Macros(card, setting).expand(text)).strip()

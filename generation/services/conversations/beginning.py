"""A new conversation and how it begins: a character speaks first, with one of its greetings."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

import uuid_utils.compat as uuid
from django.utils import timezone

from generation.cards.card import CardData
from generation.cards.stored import read
from generation.conversations.greetings import greetings_of, spoken
from generation.conversations.macros import Macros
from generation.conversations.seeds import seed_of
from generation.conversations.setting import Setting
from generation.llm.cleaning import clean
from generation.models import Conversation, Speaker, Utterance
from generation.selectors.cards import card_of
from jobs.errors import InvalidSubmission


def begin(bot: Speaker, greeting: int | None = None) -> Conversation:
    """Insert it, in the caller's transaction; without a number it begins with the first greeting that says something.

    InvalidSubmission for a greeting that it does not have or that is blank, Card.DoesNotExist where it was deleted just
    now, UnreadableCard where its data fits the standard no more.
    """
    conversation = Conversation(id=uuid.uuid7(), owner_id=bot.owner_id, bot=bot)
    card = read(card_of(bot.owner_id, bot.card_id).data) if bot.card_id is not None else None
    if card is not None:
        conversation.greeting = _chosen(card, greeting)
    elif greeting is not None:
        raise _without_greetings(bot)
    conversation.save(force_insert=True)
    if card is not None:
        _greet(conversation, card)
    return conversation


def begin_anew(conversation: Conversation, greeting: int) -> None:
    """Let one of a character, in which nobody has answered, begin with that greeting; errors as those of `begin`."""
    bot = conversation.bot
    card = read(card_of(bot.owner_id, bot.card_id).data) if bot.card_id is not None else None
    if card is None:
        raise _without_greetings(bot)
    conversation.greeting = _chosen(card, greeting)
    conversation.utterances.all().delete()
    _greet(conversation, card)


def _chosen(card: CardData, greeting: int | None) -> int:
    if greeting is None:
        return next(iter(spoken(card)), 0)
    last = len(greetings_of(card)) - 1
    if not 0 <= greeting <= last:
        which = f"those from 0 to {last}" if last else "0 only"
        raise InvalidSubmission({"greeting": f"{card.name} has no greeting {greeting}; choose {which}."})
    if greeting not in spoken(card):
        raise InvalidSubmission({"greeting": f"Greeting {greeting} of {card.name} says nothing; choose another."})
    return greeting


def _without_greetings(bot: Speaker) -> InvalidSubmission:
    return InvalidSubmission({"greeting": f"{bot.name} has no greetings to choose from."})


def _greet(conversation: Conversation, card: CardData) -> None:
    """The greeting with its macros written out, once and for all."""
    bot = conversation.bot
    text = _told(card, greetings_of(card)[conversation.greeting or 0], bot, conversation.pk)
    if text:
        Utterance.objects.create(conversation=conversation, speaker=bot, position=0, text=text)


def _told(card: CardData, text: str, bot: Speaker, conversation_id: UUID) -> str:
    seed = seed_of(conversation_id)
    now = timezone.now().astimezone(ZoneInfo(bot.owner.time_zone))
    setting = Setting(now, seed, seed, user_name=bot.owner.name)
    return clean(Macros(card, setting).expand(text)).strip()

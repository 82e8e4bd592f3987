"""The one open conversation of a person: begun, found again, changed for another.

The index `conversation_open_once` decides between those who come at one instant; who loses looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from generation.errors import BotGone, ConversationBusy
from generation.models import Conversation, Speaker
from generation.models.conversation import NOTICE_LENGTH
from generation.services.conversations.beginning import begin

# Whoever loses a try has seen another one win.
MOST_TRIES = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """`closed` is the conversation that was open before, where it was another; its `notice` says why it is not now."""

    conversation: Conversation
    created: bool = False
    closed: Conversation | None = None


def open_with(bot: Speaker, *, greeting: int | None = None) -> Opened:
    """The owner's open conversation with `bot`, which begins with `greeting` where there is none yet.

    One with another bot is closed. BotGone for a character without a card, ConversationBusy when too many ask at once,
    InvalidSubmission for a greeting that it does not have.
    """
    if bot.is_gone:
        raise BotGone(bot.name)
    return _until_won(partial(_try_with, bot, greeting))


def reopen(owner_id: UUID, conversation_id: UUID) -> Opened:
    """Go on with an older conversation; the one that is open is closed.

    Conversation.DoesNotExist for one that is missing or not the owner's; BotGone and ConversationBusy as `open_with`.
    """
    return _until_won(partial(_try_again, owner_id, conversation_id))


def _until_won(attempt: Callable[[], Opened]) -> Opened:
    for _ in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return attempt()
        except IntegrityError:  # another one was opened in the meantime
            continue
    raise ConversationBusy


def _try_with(bot: Speaker, greeting: int | None) -> Opened:
    there = _open_one(bot.owner_id)
    if there and there.bot_id == bot.pk:
        return Opened(there)
    if there:
        _shut(there, f"Closed when you began to talk with {bot.name}.")
    return Opened(begin(bot, greeting), created=True, closed=there)


def _try_again(owner_id: UUID, conversation_id: UUID) -> Opened:
    there = _open_one(owner_id)
    if there and there.pk == conversation_id:
        return Opened(there)
    older = Conversation.objects.owned_by(owner_id).locked().get(pk=conversation_id)
    if older.bot.is_gone:
        raise BotGone(older.bot.name)
    if there:
        _shut(there, f"Closed when you went back to {older.title or older.bot.name}.")
    older.closed_at, older.notice = None, ""
    older.save(update_fields=["closed_at", "notice"])
    return Opened(older, closed=there)


def _open_one(owner_id: UUID) -> Conversation | None:
    """Locked: nobody closes it before this transaction ends."""
    return Conversation.objects.owned_by(owner_id).open().select_for_update().first()


def _shut(conversation: Conversation, notice: str) -> None:
    conversation.closed_at = timezone.now()
    conversation.notice = notice if len(notice) <= NOTICE_LENGTH else notice[: NOTICE_LENGTH - 1] + "…"
    conversation.save(update_fields=["closed_at", "notice"])

"""To whom something is said."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from generation.models import Speaker
from generation.selectors.conversations import conversation_of, open_conversation_of
from generation.services.conversations.opening import Opened, open_with, reopen
from generation.services.conversations.said import Said
from generation.services.conversations.speakers import assistant_of, character_of
from jobs.errors import InvalidSubmission

ASSISTANT = "assistant"


def conversation_for(user: User, said: Said) -> Opened:
    """The one that is named, open or not, or else the open one with whom is named; as `open_with` otherwise."""
    if said.conversation_id and said.reopen:
        return reopen(user.pk, said.conversation_id)
    if said.conversation_id:
        return Opened(conversation_of(user.pk, said.conversation_id))
    return open_with(_bot_for(user.pk, said), greeting=said.greeting)


def _bot_for(owner_id: UUID, said: Said) -> Speaker:
    """The one that is named, or else the one of the open conversation."""
    if said.card_id:
        return character_of(owner_id, said.card_id)
    if said.bot:
        return _bot(owner_id, said.bot)
    there = open_conversation_of(owner_id)
    return there.bot if there else assistant_of(owner_id)


def _bot(owner_id: UUID, bot: str) -> Speaker:
    if bot == ASSISTANT:
        return assistant_of(owner_id)
    try:
        wanted = UUID(bot)
    except ValueError:
        raise InvalidSubmission({"bot": f"Name a bot by its id, or {ASSISTANT!r}."}) from None
    return Speaker.objects.owned_by(owner_id).exclude(kind=Speaker.Kind.PERSON).get(pk=wanted)

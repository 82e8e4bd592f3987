"""Conversations as their owners and their jobs read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from generation.cards.stored import read
from generation.conversations.greetings import spoken
from generation.errors import UnreadableCard
from generation.models import Card, Conversation, Utterance
from generation.models.conversation import ConversationQuerySet
from generation.selectors.chat_usage import usage_in
from generation.selectors.standing import Standing, standing
from generation.selectors.utterances import utterances_told
from jobs.money import usd
from jobs.selectors.usage import NO_USAGE, JobUsage

NEWEST = 100


def conversations_of(owner_id: UUID, *, q: str = "") -> ConversationQuerySet:
    """Those last spoken in first; with `q`, those that have each of its words in their title, bot's name or line."""
    found = Conversation.objects.owned_by(owner_id).select_related("bot")
    for word in q.split():
        said = Utterance.objects.filter(conversation_id=OuterRef("pk"), is_active=True, text__icontains=word)
        found = found.filter(Q(title__icontains=word) | Q(bot__name__icontains=word) | Exists(said))
    return found


def conversation_of(owner_id: UUID, conversation_id: UUID) -> Conversation:
    """One of the owner's; Conversation.DoesNotExist for one that is missing or not theirs."""
    return conversations_of(owner_id).get(pk=conversation_id)


def open_conversation_of(owner_id: UUID) -> Conversation | None:
    return conversations_of(owner_id).open().first()


def thread_of(conversation_id: UUID) -> list[Utterance]:
    """The conversation as it stands, from its beginning: of alternatives the active ones."""
    active = Utterance.objects.filter(conversation_id=conversation_id, is_active=True).select_related("speaker")
    answers = {utterance.parent_id: utterance for utterance in active}
    thread: list[Utterance] = []
    while (following := answers.get(thread[-1].pk if thread else None)) is not None:
        thread.append(following)
    return thread


def line_to(utterance: Utterance | None) -> list[Utterance]:
    """`utterance` and what it follows on, the newest first."""
    if utterance is None:
        return []
    earlier = Utterance.objects.filter(
        conversation_id=utterance.conversation_id, position__lt=utterance.position
    ).defer("text", "account")
    found = {said.pk: said for said in earlier}
    line = [utterance]
    while (at := line[-1].parent_id) is not None:
        line.append(found[at])
    return line


def reply_text(utterance_id: UUID) -> str | None:
    """What was written; None until something is."""
    said = Utterance.objects.filter(pk=utterance_id).exclude(state=Utterance.State.AWAITED)
    return said.values_list("text", flat=True).first()


def conversation_read(
    owner_id: UUID, conversation_id: UUID, *, newest: int = NEWEST, before: int | None = None
) -> dict[str, Any]:
    """One of the owner's with the `newest` of what was said in it; Conversation.DoesNotExist as above.

    With `before`, a position, the newest of what stands before it in the line.
    """
    conversation = conversation_of(owner_id, conversation_id)
    shape = standing(conversation.pk)
    line = shape.line[:before]  # positions count along the line from 0
    last = line[len(line) - min(newest, len(line)) :]
    return conversation_told(conversation, shape) | {"utterances": utterances_told(shape, last)}


def conversation_told(conversation: Conversation, shape: Standing) -> dict[str, Any]:
    """The conversation itself, how much was said in it, and what else it might begin with while nobody has answered."""
    counted = {"utterance_count": len(shape.line), "greetings": _greetings(conversation, shape)}
    return describe_conversation(conversation) | counted


def describe_conversations(conversations: Iterable[Conversation]) -> list[dict[str, Any]]:
    """A page of a list."""
    rows = list(conversations)
    used = usage_in([conversation.pk for conversation in rows]) if rows else {}
    return [_described(conversation, used.get(conversation.pk, NO_USAGE)) for conversation in rows]


def describe_conversation(conversation: Conversation) -> dict[str, Any]:
    (told,) = describe_conversations([conversation])
    return told


def _greetings(conversation: Conversation, shape: Standing) -> list[int]:
    if len(shape.places) > 1 or conversation.greeting is None or not conversation.is_open:
        return []
    card_id = conversation.bot.card_id
    card = Card.objects.owned_by(conversation.owner_id).filter(pk=card_id).first() if card_id else None
    try:
        return spoken(read(card.data)) if card else []
    except UnreadableCard:
        return []


def _described(conversation: Conversation, usage: JobUsage) -> dict[str, Any]:
    base, bot = f"/api/v1/conversations/{conversation.pk}", conversation.bot
    return {
        "id": str(conversation.pk),
        "title": conversation.title,
        "bot": {
            "id": str(bot.pk),
            "kind": bot.kind,
            "name": bot.name,
            "card_id": str(bot.card_id) if bot.card_id else None,
        },
        "is_open": conversation.is_open,
        "closed_at": conversation.closed_at,
        "notice": conversation.notice,
        "model": conversation.model,
        "temperature": conversation.temperature,
        "max_cost_usd": usd(conversation.max_cost_nano),
        "greeting": conversation.greeting,
        "usage": {
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "simulated_cost_usd": usd(usage.simulated_nano),
            "abandoned_calls": usage.abandoned_calls,
            "abandoned_estimate_usd": usd(usage.abandoned_nano),
        },
        "cost_usd": usd(usage.cost_nano),
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "links": {
            "self": base,
            "page": f"/conversations/{conversation.pk}",
            "close": f"{base}/close",
            "reopen": f"{base}/reopen",
            "jsonl": f"{base}/export?format=jsonl",
            "markdown": f"{base}/export?format=markdown",
        },
    }

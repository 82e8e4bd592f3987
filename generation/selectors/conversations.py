"""Conversations as their owners and their jobs read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from generation.models import Conversation, Utterance
from generation.models.conversation import ConversationQuerySet
from jobs.money import usd
from jobs.selectors.jobs import all_jobs
from jobs.states import FINAL, Status

# Of a reply whose job ended without one; it is the job's to say, and stored nowhere else.
FAILED = "failed"


def conversations_of(owner_id: UUID) -> ConversationQuerySet:
    """Those last spoken in first."""
    return Conversation.objects.owned_by(owner_id).select_related("bot")


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


def reply_text(utterance_id: UUID) -> str | None:
    """What was written; None until something is."""
    said = Utterance.objects.filter(pk=utterance_id).exclude(state=Utterance.State.AWAITED)
    return said.values_list("text", flat=True).first()


def conversation_read(owner_id: UUID, conversation_id: UUID, *, newest: int = 100) -> dict[str, Any]:
    """One of the owner's with the `newest` of what was said in it; Conversation.DoesNotExist as above."""
    conversation = conversation_of(owner_id, conversation_id)
    thread = thread_of(conversation.pk)
    last = thread[len(thread) - min(newest, len(thread)) :]
    beside = _alternatives(conversation.pk, last)
    told = describe_utterances(last)
    return {
        **describe_conversation(conversation),
        "utterance_count": len(thread),
        "utterances": [row | {"alternatives": beside[one.parent_id]} for row, one in zip(told, last, strict=True)],
    }


def _alternatives(conversation_id: UUID, utterances: Sequence[Utterance]) -> Mapping[UUID | None, list[str]]:
    """What stands at the place of each, itself among them, in the order in which it was said; by the parent."""
    found: dict[UUID | None, list[str]] = {utterance.parent_id: [] for utterance in utterances}
    beside = Utterance.objects.filter(conversation_id=conversation_id).order_by("id").values_list("pk", "parent_id")
    for key, parent in beside:
        if parent in found:
            found[parent].append(str(key))
    return found


def describe_conversations(conversations: Iterable[Conversation]) -> list[dict[str, Any]]:
    """A page of a list."""
    return [describe_conversation(conversation) for conversation in conversations]


def describe_conversation(conversation: Conversation) -> dict[str, Any]:
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
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "links": {"self": base, "close": f"{base}/close", "reopen": f"{base}/reopen"},
    }


def describe_utterances(utterances: Sequence[Utterance]) -> list[dict[str, Any]]:
    """What was said, and how it stands with what is about to be said."""
    awaited = [one.job_id for one in utterances if one.job_id and one.state == Utterance.State.AWAITED]
    jobs = dict(all_jobs().filter(pk__in=awaited).values_list("pk", "status")) if awaited else {}
    return [
        {
            "id": str(utterance.pk),
            "parent_id": str(utterance.parent_id) if utterance.parent_id else None,
            "position": utterance.position,
            "speaker": {"kind": utterance.speaker.kind, "name": utterance.speaker.name},
            "text": utterance.text,
            "state": _state(utterance, jobs),
            "job_id": str(utterance.job_id) if utterance.job_id else None,
            "model": utterance.model,
            "input_tokens": utterance.input_tokens,
            "output_tokens": utterance.output_tokens,
            "cost_usd": usd(utterance.cost_nano),
            "account": utterance.account,
            "created_at": utterance.created_at,
            "finished_at": utterance.finished_at,
        }
        for utterance in utterances
    ]


def _state(utterance: Utterance, jobs: Mapping[UUID, str]) -> str:
    """`awaited` only while a job is to write it: else `stopped` where that was cancelled, and `failed`."""
    if utterance.state != Utterance.State.AWAITED or utterance.job_id is None:
        return utterance.state
    status = jobs.get(utterance.job_id, Status.FAILED)
    if status == Status.CANCELLED:
        return Utterance.State.STOPPED
    return FAILED if status in FINAL else Utterance.State.AWAITED

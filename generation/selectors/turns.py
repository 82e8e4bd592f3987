"""Everything that a turn's reply depends on, as its job reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from generation.cards.card import CardData
from generation.cards.stored import read
from generation.conversations.asking import reply_request
from generation.conversations.prompt import Prompt, prompt_of
from generation.conversations.seeds import seed_of
from generation.conversations.setting import Setting
from generation.conversations.turns import Turn
from generation.errors import MissingTurn, ReplyStopped, UnreadableCard
from generation.llm.provider import ModelRequest
from generation.models import Speaker, Utterance
from generation.prompts.chat import house_prompt


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn ready to be asked for; `utterance_id` is the reply's."""

    conversation_id: UUID
    utterance_id: UUID
    name: str
    prompt: Prompt
    request: ModelRequest


def asked_of(owner_id: UUID, job_id: UUID, *, default_model: str) -> Asked:
    """The turn whose reply `job_id` writes; MissingTurn where it, or its character's card, is gone.

    ReplyStopped where what was written of it is kept, which another would not replace. PromptTooLong where the card and
    the newest message are more than a model reads.
    """
    found = Utterance.objects.select_related("conversation__owner", "speaker__card")
    reply = found.filter(conversation__owner_id=owner_id, job_id=job_id).first()
    if reply is None:
        raise MissingTurn("There is no conversation any more for this reply.")
    if reply.state == Utterance.State.STOPPED:
        raise ReplyStopped
    bot, conversation = reply.speaker, reply.conversation
    if bot.is_gone:
        raise MissingTurn(f"The card of {bot.name} was deleted: begin another conversation.")
    before = list(_before(reply))
    card = _card(bot)
    turns = [Turn("user" if one.speaker.kind == Speaker.Kind.PERSON else "assistant", one.text) for one in before]
    setting = _setting(reply, before, in_character=card is not None)
    prompt = prompt_of(card or CardData(name=bot.name), turns, setting)
    request = reply_request(
        card, prompt, turns, setting, model=conversation.model or default_model, temperature=conversation.temperature
    )
    return Asked(conversation.pk, reply.pk, bot.name, prompt, request)


def _card(bot: Speaker) -> CardData | None:
    try:
        return read(bot.card.data) if bot.card else None
    except UnreadableCard as error:
        raise MissingTurn(f"The card of {bot.name} cannot be read: {error}") from None


def _before(reply: Utterance) -> Iterator[Utterance]:
    """What was said up to `reply`, from the beginning; replies of which nothing came are left out."""
    earlier = Utterance.objects.filter(conversation_id=reply.conversation_id, position__lt=reply.position)
    found = {utterance.pk: utterance for utterance in earlier.select_related("speaker")}
    line: list[Utterance] = []
    at = reply.parent_id
    while at is not None and at in found:
        line.append(found[at])
        at = found[at].parent_id
    yield from (utterance for utterance in reversed(line) if utterance.text.strip())


def _setting(reply: Utterance, before: list[Utterance], *, in_character: bool) -> Setting:
    owner = reply.conversation.owner
    matched = {name for utterance in before for name in utterance.account.get("matched", ())}
    return Setting(
        now=reply.created_at.astimezone(ZoneInfo(owner.time_zone)),
        seed=seed_of(reply.pk),
        stable_seed=seed_of(reply.conversation_id),
        user_name=owner.name,
        system_prompt=house_prompt(in_character=in_character),
        greeting=reply.conversation.greeting,
        matched_before=frozenset(matched),
        context_tokens=settings.CHAT_CONTEXT_TOKENS,
        reply_tokens=settings.CHAT_REPLY_TOKENS,
    )

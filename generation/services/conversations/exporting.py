"""A conversation as a file to keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

from generation.conversations.markdown import head, said
from generation.models import Conversation
from generation.selectors.conversations import conversation_of, describe_conversation
from generation.selectors.standing import Place, Standing, standing
from generation.selectors.utterances import utterances_told

Format = Literal["jsonl", "markdown"]
FORMATS: tuple[Format, ...] = ("jsonl", "markdown")
BATCH = 200
_ENDINGS = {"jsonl": ("application/jsonl", "jsonl"), "markdown": ("text/markdown; charset=utf-8", "md")}


@dataclass(frozen=True, slots=True)
class ConversationFile:
    name: str
    media_type: str
    pieces: Iterator[str]


def export(owner_id: UUID, conversation_id: UUID, form: Format) -> ConversationFile:
    """One of the owner's; Conversation.DoesNotExist as elsewhere."""
    conversation = conversation_of(owner_id, conversation_id)
    media_type, ending = _ENDINGS[form]
    name = slugify(conversation.title or conversation.bot.name)[:60] or "conversation"
    pieces = _lines(conversation) if form == "jsonl" else _text(conversation)
    return ConversationFile(f"{name}.{ending}", media_type, pieces)


def _lines(conversation: Conversation) -> Iterator[str]:
    """The conversation, then everything said in it, each with whether it is in the line."""
    yield _json({"type": "conversation", **describe_conversation(conversation)})
    shape = standing(conversation.pk)
    line = {str(place.id) for place in shape.line}
    for told in _told(shape, shape.places):
        yield _json({"type": "utterance", "in_line": told["id"] in line, **told})


def _text(conversation: Conversation) -> Iterator[str]:
    """The line as it stands, to be read."""
    yield head(describe_conversation(conversation))
    shape = standing(conversation.pk)
    yield from map(said, _told(shape, shape.line))


def _told(shape: Standing, places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(places), BATCH):
        yield from utterances_told(shape, places[start : start + BATCH])


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"

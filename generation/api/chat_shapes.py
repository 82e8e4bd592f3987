"""Shapes of the API of conversations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from accounts.api.serializers import StrictSerializer
from generation.models.conversation import MODEL_LENGTH, TITLE_LENGTH
from generation.models.speaker import Speaker
from generation.services.conversations.addressing import ASSISTANT
from generation.services.conversations.exporting import FORMATS
from generation.services.conversations.said import MESSAGE_LENGTH
from jobs.money import nano
from jobs.states import Status

MOST_GREETINGS = 999
ABANDONED = "What calls that were given up before they were answered may have cost at most, besides `cost_usd`."
SIMULATED = "What calls of the offline provider would have cost; never part of `cost_usd`."
_NAMES = ("conversation_id", "card_id", "bot")
EXAMPLE = OpenApiExample(
    "To the assistant", request_only=True, value={"message": "Which of the two plans is cheaper?", "bot": ASSISTANT}
)


class MannerIn(StrictSerializer):
    """How replies are asked for. What is left out stays as it is in this conversation."""

    greeting = serializers.IntegerField(
        min_value=0,
        max_value=MOST_GREETINGS,
        required=False,
        help_text="Which greeting of the card it begins with, 0 the first; only while nobody has answered.",
    )
    model = serializers.CharField(
        max_length=MODEL_LENGTH,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="One of those that `GET chat` names, from now on; empty or null for the site's.",
    )
    temperature = serializers.FloatField(
        min_value=0, max_value=2, required=False, allow_null=True, help_text="From now on; null for the usual."
    )
    max_cost_usd = serializers.DecimalField(
        max_digits=12,
        decimal_places=6,
        min_value=Decimal("0.000001"),
        required=False,
        allow_null=True,
        help_text="What a reply may cost, from now on; null for no cap.",
    )

    def to_internal_value(self, data: Any) -> Any:
        """The model and the cap as services take them."""
        given = super().to_internal_value(data)
        if "model" in given:
            given["model"] = given["model"] or ""
        if "max_cost_usd" in given:
            cap = given.pop("max_cost_usd")
            given["max_cost_nano"] = None if cap is None else nano(cap)
        return given


class ChatIn(MannerIn):
    """At most one of `conversation_id`, `card_id` and `bot`; without them the open conversation goes on."""

    message = serializers.CharField(max_length=MESSAGE_LENGTH, trim_whitespace=False)
    conversation_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="One that is open, or is to be with `reopen`."
    )
    reopen = serializers.BooleanField(
        default=False, help_text="Open the conversation that is named, and close the one that is open."
    )
    card_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="One of your cards, to talk with its character."
    )
    bot = serializers.CharField(
        max_length=36,
        required=False,
        allow_null=True,
        help_text=f"`{ASSISTANT}`, or the id of a bot from an earlier conversation.",
    )

    def to_internal_value(self, data: Any) -> Any:
        """Who is named by null is not named."""
        given = super().to_internal_value(data)
        return {name: value for name, value in given.items() if value is not None or name not in _NAMES}


class ChatOptionsOut(serializers.Serializer[Any]):
    models = serializers.ListField(child=serializers.CharField(), help_text="Those to choose from.")
    model = serializers.CharField(help_text="The one that is asked where none is chosen; empty where it has no name.")
    temperature = serializers.FloatField(help_text="The usual one.")


class EditIn(StrictSerializer):
    message = serializers.CharField(max_length=MESSAGE_LENGTH, trim_whitespace=False)


class ChatOut(serializers.Serializer[Any]):
    conversation_id = serializers.UUIDField()
    utterance_id = serializers.UUIDField(help_text="The message.")
    reply_id = serializers.UUIDField(help_text="The reply, written or to come.")
    job_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    reply = serializers.CharField(allow_null=True, help_text="Null until it is written.")
    notice = serializers.CharField(help_text="What became of the conversation that was open before, if it was another.")
    links = serializers.DictField(child=serializers.CharField())


class BotOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=["assistant", "character"])
    name = serializers.CharField()
    card_id = serializers.UUIDField(allow_null=True)


class SpeakerOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Speaker.Kind.choices)
    name = serializers.CharField()


class UtteranceOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    position = serializers.IntegerField()
    speaker = SpeakerOut()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=["awaited", "written", "stopped", "failed"])
    error = serializers.CharField(help_text="Why a reply failed.")
    job_id = serializers.UUIDField(allow_null=True)
    job_status = serializers.CharField(
        allow_null=True, help_text="How it stands with the job of a reply that is awaited."
    )
    model = serializers.CharField()
    input_tokens = serializers.IntegerField(allow_null=True)
    output_tokens = serializers.IntegerField(allow_null=True)
    cost_usd = serializers.CharField(allow_null=True, help_text="Real spend; null while it is not known.")
    simulated_cost_usd = serializers.CharField(allow_null=True, help_text=SIMULATED)
    abandoned_estimate_usd = serializers.CharField(allow_null=True, help_text=ABANDONED)
    account = serializers.DictField(help_text="Of a reply: which lore, examples and messages its prompt held, and why.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ThreadedOut(UtteranceOut):
    alternatives = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="What was said in this place, this among it; `activate` goes to another.",
    )


class ChatUsageOut(serializers.Serializer[Any]):
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    simulated_cost_usd = serializers.CharField(help_text=SIMULATED)
    abandoned_calls = serializers.IntegerField(help_text="Given up before they were answered, such as stopped replies.")
    abandoned_estimate_usd = serializers.CharField(help_text=ABANDONED)


class ConversationOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    bot = BotOut()
    is_open = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    notice = serializers.CharField(help_text="Why it was closed.")
    model = serializers.CharField()
    temperature = serializers.FloatField(allow_null=True)
    max_cost_usd = serializers.CharField(allow_null=True)
    greeting = serializers.IntegerField(allow_null=True, help_text="The number of the one it began with.")
    usage = ChatUsageOut(help_text="Of all replies, alternatives and failed ones too.")
    cost_usd = serializers.CharField(allow_null=True, help_text="Real spend; null where a model has no price.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="When you last said something in it.")
    links = serializers.DictField(child=serializers.CharField())


class ConversationDetailOut(ConversationOut):
    utterance_count = serializers.IntegerField()
    greetings = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="The greetings that say something, while nobody has answered: `PATCH` of `greeting` changes it.",
    )
    utterances = ThreadedOut(many=True)


class ConversationListOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ConversationOut(many=True)


class ConversationsQuery(StrictSerializer):
    q = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="Words that all stand in its title, its bot's name or what was said.",
    )
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class ConversationPatchIn(MannerIn):
    title = serializers.CharField(max_length=TITLE_LENGTH, required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given:
            raise serializers.ValidationError({"title": [f"Name what to change: {', '.join(self.fields)}."]})
        return given


class ConversationExportQuery(StrictSerializer):
    format = serializers.ChoiceField(choices=FORMATS, default="jsonl")


class ConversationQuery(StrictSerializer):
    newest = serializers.IntegerField(
        min_value=0, max_value=1_000, default=100, help_text="So many of the last utterances."
    )
    before = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text="Of those with a lower `position`: that of the first you have, to read on towards the beginning.",
    )

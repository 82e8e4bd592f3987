"""Shapes of the generation API. The options of a card come from their own schema."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounts.api.fields import AwareDateTimeField
from accounts.api.serializers import StrictSerializer
from generation.cards.editing import CardEdit
from generation.cards.options import CARD_FIELDS, json_schema
from generation.cards.options.reference import plain_schema
from generation.models.card_revision import REASONS
from generation.selectors.card_order import NEWEST, ORDERINGS
from jobs.states import Priority

SPECS = ["v2", "v3", "both"]


class SubmissionIn(serializers.Serializer[Any]):
    """What a job may be told besides the options of its card."""

    title = serializers.CharField(max_length=200, required=False)
    priority = serializers.ChoiceField(choices=Priority.values, required=False)
    run_at = AwareDateTimeField(required=False, allow_null=True)
    max_cost_usd = serializers.DecimalField(
        max_digits=12, decimal_places=6, min_value=Decimal("0.000001"), required=False, allow_null=True
    )


class CardQuery(StrictSerializer):
    """Filters and page of a list of cards."""

    q = serializers.CharField(max_length=200, required=False, help_text="Words in the name or the summary.")
    tag = serializers.CharField(max_length=40, required=False, help_text="One whole tag.")
    ordering = serializers.ChoiceField(choices=list(ORDERINGS), default=NEWEST, help_text="Newest first by default.")
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class ExportQuery(StrictSerializer):
    format = serializers.ChoiceField(
        choices=["v2", "v3", "png", "charx"], help_text="V2 or V3 as JSON, a PNG, or a CHARX."
    )


class LossesOut(serializers.Serializer[Any]):
    format = serializers.CharField()
    losses = serializers.ListField(child=serializers.CharField())


class CardRevisionOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    reason = serializers.ChoiceField(choices=list(REASONS))
    created_at = serializers.DateTimeField()
    changed = serializers.ListField(
        child=serializers.CharField(), help_text="Fields that are not as in the revision before."
    )
    is_current = serializers.BooleanField()
    links = serializers.DictField(child=serializers.CharField())


class CardRevisionsOut(serializers.Serializer[Any]):
    results = CardRevisionOut(many=True)


class CardRevisionDetailOut(CardRevisionOut):
    card = serializers.DictField(help_text="The whole card as it was, as a V3 document.")


class RegenerateIn(StrictSerializer):
    fields = serializers.MultipleChoiceField(  # type: ignore[assignment] # DRF serializers have one of this name
        choices=list(CARD_FIELDS), allow_empty=False
    )
    options = serializers.DictField(required=False, help_text="Options that differ from those the card was made with.")


# A subset of the fields of V3 data.
CARD_EDIT = {"application/json": plain_schema(CardEdit)}


class UploadedOut(serializers.Serializer[Any]):
    upload_id = serializers.UUIDField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes of what is kept.")
    sha256 = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField())


class ImportedOut(serializers.Serializer[Any]):
    card_id = serializers.UUIDField()
    losses = serializers.ListField(
        child=serializers.CharField(), help_text="What was in the file and is not in the card."
    )
    warnings = serializers.ListField(child=serializers.CharField(), help_text="What was mended or is odd.")
    links = serializers.DictField(child=serializers.CharField())


class AssetOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    type = serializers.CharField()
    name = serializers.CharField()
    ext = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    link = serializers.CharField()


class CardOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    summary = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    spec = serializers.ChoiceField(choices=SPECS)
    tone = serializers.CharField()
    lore_entries = serializers.IntegerField()
    job_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    links = serializers.DictField(child=serializers.CharField())


class CardDetailOut(CardOut):
    card = serializers.DictField(help_text="The whole card as a V3 document.")
    faults = serializers.ListField(
        child=serializers.CharField(),
        help_text="What of its stored data fits the standard no more. Such a card has no exports; a PATCH mends it.",
    )
    warnings = serializers.ListField(
        child=serializers.CharField(), help_text="Files that it was to have and that there was no room for."
    )
    options = serializers.DictField(help_text="Everything it was made with, defaults included.")
    assets = AssetOut(many=True)


class CardListOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CardOut(many=True)


class OptionGroupOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF fields have an attribute of this name
    options = serializers.ListField(child=serializers.DictField())


class OptionsOut(serializers.Serializer[Any]):
    groups = OptionGroupOut(many=True)
    schema = serializers.DictField(help_text="JSON schema of all options.")


# What every refusal is; the schema of the site describes it.
PROBLEM = {"$ref": "#/components/schemas/Problem"}
# The answer to every submission; the jobs API describes it.
SUBMITTED = {"$ref": "#/components/schemas/SubmittedOut"}


def generate_schema() -> dict[str, Any]:
    """The body of a submission: all options, flat, and what a job may be told."""
    schema = json_schema()
    schema["properties"] |= {
        "title": {
            "type": "string",
            "maxLength": 200,
            "description": "The job's title; its name or concept if left out.",
        },
        "priority": {"type": "string", "enum": list(Priority.values), "default": Priority.MEDIUM.value},
        "run_at": {"type": ["string", "null"], "format": "date-time", "description": "Not before this time."},
        "max_cost_usd": {
            "type": ["string", "null"],
            "format": "decimal",
            "description": "Cap of what the job may cost.",
        },
    }
    return schema

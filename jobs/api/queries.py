"""What the addresses of the jobs API may ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import AwareDateTimeField, RepeatedField, WordField, WordsField
from accounts.api.paging import DEFAULT_LIMIT, MAX_LIMIT
from accounts.api.serializers import StrictSerializer
from jobs.api.listing import MAX_OFFSET
from jobs.events import LEVELS
from jobs.selectors.ordering import DEFAULT_ORDERING, ORDERINGS
from jobs.states import Priority, Status

MAX_SEQ = 2**31 - 1
MOST_WORDS = 20


@extend_schema_field(OpenApiTypes.STR)
class AssigneeField(serializers.Field[Any, Any, Any, Any]):
    """A user's id, `me` or `none`."""

    def to_internal_value(self, data: Any) -> UUID | str:
        text = str(data)
        if text in {"me", "none"}:
            return text
        try:
            return UUID(text)
        except ValueError:
            raise serializers.ValidationError("Send the id of a user, me or none.") from None


class JobFilterQuery(StrictSerializer):
    """Filters of jobs. All that are given must match; of a list, any."""

    status = WordsField(
        child=WordField(Status.values), max_length=MOST_WORDS, required=False, help_text="Repeat it, or use commas."
    )
    kind = WordsField(
        child=serializers.RegexField(
            r"^[a-z0-9_.]{1,64}\Z", error_messages={"invalid": "A kind is of a-z, 0-9, _ and dots."}
        ),
        max_length=MOST_WORDS,
        required=False,
        help_text="Repeat it, or use commas.",
    )
    priority = WordsField(
        child=WordField(Priority.values), max_length=MOST_WORDS, required=False, help_text="Repeat it, or use commas."
    )
    category = RepeatedField(
        child=serializers.CharField(max_length=64), max_length=MOST_WORDS, required=False, help_text="Whole categories."
    )
    tag = RepeatedField(
        child=serializers.CharField(max_length=40), max_length=MOST_WORDS, required=False, help_text="Whole tags."
    )
    assignee = AssigneeField(
        required=False, help_text="The id of a user, `none`, or `me`: people's work too that others assigned to you."
    )
    q = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="Words that must all be in the title or the description.",
    )
    created_from = AwareDateTimeField(required=False, help_text="Inclusive.")
    created_to = AwareDateTimeField(required=False, help_text="Exclusive.")
    finished_from = AwareDateTimeField(required=False, help_text="Inclusive.")
    finished_to = AwareDateTimeField(required=False, help_text="Exclusive.")
    due_from = AwareDateTimeField(required=False, help_text="Inclusive.")
    due_to = AwareDateTimeField(required=False, help_text="Exclusive.")
    parent = serializers.UUIDField(  # type: ignore[assignment] # DRF fields have such an attribute
        required=False, help_text="The children of this job."
    )
    children = serializers.BooleanField(
        required=False, help_text="Children beside top-level jobs; without it, top-level jobs only."
    )


class JobQuery(JobFilterQuery):
    """Filters, order and page of a list of jobs."""

    ordering = WordField(
        ORDERINGS,
        default=DEFAULT_ORDERING,
        help_text="`-priority` begins with urgent, inherited or their own; jobs without the time come last.",
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)
    offset = serializers.IntegerField(
        min_value=0, max_value=MAX_OFFSET, required=False, help_text="Further on, follow `next`, or use `cursor`."
    )
    cursor = serializers.CharField(
        max_length=400,
        required=False,
        allow_blank=True,
        help_text="From `next` or `previous` of a page; empty for the first page. Pages by cursor have no `count`.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "cursor" in attrs and "offset" in attrs:
            raise serializers.ValidationError({"offset": ["Use either offset or cursor; leave one out."]})
        return attrs


class EventQuery(StrictSerializer):
    """Events after a cursor."""

    after = serializers.IntegerField(
        min_value=0, max_value=MAX_SEQ, default=0, help_text="The last `seq` that you have; 0 for all."
    )
    limit = serializers.IntegerField(min_value=1, max_value=500, default=MAX_LIMIT)


class LogQuery(EventQuery):
    """Log lines after a cursor."""

    level = WordField(list(LEVELS), required=False)


class PageQuery(StrictSerializer):
    """A page of what hangs on a job."""

    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=MAX_LIMIT)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class NoQuery(StrictSerializer):
    """For addresses that take no parameters."""

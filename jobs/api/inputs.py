"""What may be said of a job by those who submit and change it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounts.api.fields import AwareDateTimeField, WordField
from accounts.api.serializers import StrictSerializer
from jobs.conf import conf
from jobs.models import Dependency
from jobs.services import OnConflict, Unique
from jobs.services.submit import (
    LONGEST_CATEGORY,
    LONGEST_DESCRIPTION,
    LONGEST_PERIOD,
    LONGEST_TAG,
    LONGEST_TITLE,
    LONGEST_UNIQUE_KEY,
    MOST_MINUTES,
    MOST_TAGS,
    MOST_UPSTREAM,
)
from jobs.states import Priority, Status

ON_CONFLICT = [word.value for word in OnConflict]
ON_FAILURE = Dependency.OnFailure.values


class TagsField(serializers.ListField):
    """Tags without repeats, in the order they came."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=LONGEST_TAG), max_length=MOST_TAGS, **options)

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class JobPatchIn(StrictSerializer):
    """What may be changed while a job is live. What is left out stays; null takes a value away."""

    title = serializers.CharField(max_length=LONGEST_TITLE, required=False)
    description = serializers.CharField(max_length=LONGEST_DESCRIPTION, required=False, allow_blank=True)
    category = serializers.CharField(max_length=LONGEST_CATEGORY, required=False, allow_blank=True)
    tags = TagsField(required=False)
    priority = WordField(Priority.values, required=False)
    assignee = serializers.UUIDField(required=False, allow_null=True, help_text="Your own id, or null.")
    run_at = AwareDateTimeField(required=False, allow_null=True, help_text="Not before this time.")
    due_at = AwareDateTimeField(required=False, allow_null=True)
    estimated_minutes = serializers.IntegerField(
        min_value=1, max_value=MOST_MINUTES, required=False, allow_null=True, help_text="What you think it takes."
    )
    remind_minutes_before = serializers.IntegerField(
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        allow_null=True,
        help_text="Of a manual job: how long before it is due its person is reminded; null for not at all.",
    )
    depends_on = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=MOST_UPSTREAM,
        help_text="Your own jobs that must have succeeded before this one starts, all of them; until it is claimed.",
    )
    max_cost_usd = serializers.DecimalField(
        max_digits=15,
        decimal_places=9,
        min_value=Decimal("0.000000001"),
        required=False,
        allow_null=True,
        help_text="What the job may cost at most, with all its parts, as a decimal string.",
    )


class UniqueIn(StrictSerializer):
    """At most one of your jobs of this kind has the key at a time."""

    key = serializers.CharField(max_length=LONGEST_UNIQUE_KEY)
    states = serializers.ListField(
        child=WordField(sorted(Status)),
        required=False,
        allow_empty=False,
        help_text="The holder keeps the key in these states. All before the end if left out.",
    )
    period_seconds = serializers.FloatField(
        required=False,
        allow_null=True,
        help_text=f"The holder keeps the key so long since it was created, at most {LONGEST_PERIOD:.0f}.",
    )
    on_conflict = WordField(ON_CONFLICT, required=False, help_text="`reject` if left out.")

    def to_internal_value(self, data: Any) -> Unique:
        """As the service takes it."""
        asked = super().to_internal_value(data)
        if "states" in asked:
            asked["states"] = frozenset(map(Status, asked["states"]))
        if "on_conflict" in asked:
            asked["on_conflict"] = OnConflict(asked["on_conflict"])
        return Unique(**asked)


class JobIn(JobPatchIn):
    """A job to be done."""

    kind = serializers.CharField(max_length=64, help_text="A registered kind, such as `character_card`.")
    payload = serializers.DictField(default=dict, help_text="What the kind wants to know; it checks every field.")
    title = serializers.CharField(
        max_length=LONGEST_TITLE, required=False, allow_blank=True, help_text="The kind's own title if left out."
    )
    depends_on = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=MOST_UPSTREAM,
        help_text="Your own jobs that must have succeeded before this one starts.",
    )
    on_dependency_failure = WordField(
        ON_FAILURE,
        required=False,
        help_text=(
            "What becomes of this job when one of `depends_on` fails or is cancelled: it is cancelled, and so are"
            " those that wait for it; left out (`skip`), and those go on; held for a person; or run all the same."
        ),
    )
    unique = UniqueIn(required=False, help_text="At most one of your jobs of this kind has the key at a time.")
    max_attempts = serializers.IntegerField(
        min_value=1, max_value=conf().max_attempts_limit, required=False, help_text="Failures allowed."
    )


class NothingIn(StrictSerializer):
    """For requests that say everything by their address."""

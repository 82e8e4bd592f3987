"""Metrics in the API: what may be asked for, and what is answered. docs/explanation/metrics.md has the formulas."""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import WordField
from accounts.api.serializers import StrictSerializer
from jobs.api.outputs import Out
from jobs.states import FINAL, LIVE, Priority, Status


def _rate(text: str) -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=f"{text} 0 to 1; null of nothing.")


@extend_schema_field(OpenApiTypes.STR)
class OwnerField(serializers.Field[Any, Any, Any, Any]):
    """A user's id or `all`."""

    def to_internal_value(self, data: Any) -> UUID | Literal["all"]:
        if data == "all":
            return "all"
        try:
            return UUID(str(data))
        except ValueError:
            raise serializers.ValidationError("Send the id of a user, or all.") from None


class MetricQuery(StrictSerializer):
    """Which days, in whose time, whose work."""

    to = serializers.DateField(required=False, help_text="The last day. Today if left out.")
    timezone = serializers.CharField(
        max_length=64, required=False, help_text="Where days begin and end, such as Europe/Paris. Your own if left out."
    )
    owner = OwnerField(required=False, help_text="For staff: the id of a user, or `all`.")
    format = WordField(["json", "csv"], default="json")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python."""
        first = serializers.DateField(required=False, help_text="The first day. Four weeks up to `to` if left out.")
        return {"from": first} | super().get_fields()


class PeriodOut(Out):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python."""
        return {
            "from": serializers.DateField(),
            "to": serializers.DateField(),
            "timezone": serializers.CharField(),
            "days": serializers.IntegerField(),
        }


class BasisOut(Out):
    roll_ups = serializers.BooleanField(help_text="Whether sums that were made before were read, as far as they go.")
    rows_from = serializers.DateTimeField(
        allow_null=True, help_text="From here on jobs and calls themselves were read; null where none were."
    )


class MetricOut(Out):
    period = PeriodOut()
    owner = serializers.CharField(help_text="The id of a user, or `all`.")
    basis = BasisOut()
    meaning = serializers.CharField(help_text="The figures in plain words.")


class SpendOut(Out):
    calls = serializers.IntegerField()
    unpriced_calls = serializers.IntegerField(help_text="Whose price nobody knows; not part of `cost_usd`.")
    tokens = serializers.IntegerField()
    cost_usd = serializers.CharField(help_text="Real spend that is known. A decimal string.")
    simulated_cost_usd = serializers.CharField(help_text="What offline calls would have cost.")
    abandoned_calls = serializers.IntegerField(help_text="Cut off before they were answered.")
    abandoned_estimate_usd = serializers.CharField()


class _CountsOut(Out):
    """A number for each word."""

    words: ClassVar[list[str]] = []

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {word: serializers.IntegerField() for word in self.words}


class PriorityCountsOut(_CountsOut):
    words: ClassVar = Priority.values


class OutcomeCountsOut(_CountsOut):
    words: ClassVar = [word for word in Status.values if word in FINAL]


class LiveCountsOut(_CountsOut):
    words: ClassVar = [word for word in Status.values if word in LIVE]


class SummaryOut(MetricOut):
    created = serializers.IntegerField()
    created_by_priority = PriorityCountsOut()
    created_for_people = serializers.IntegerField(help_text="Of those, manual jobs.")
    ended = serializers.IntegerField()
    ended_by_outcome = OutcomeCountsOut()
    live_by_status = LiveCountsOut()
    overdue = serializers.IntegerField(help_text="Not final now, and past their due time.")
    completion_rate = _rate("Completed of those that ended.")
    due = serializers.IntegerField(help_text="Completed, and with a due time.")
    on_time = serializers.IntegerField(help_text="Of those, completed by then.")
    on_time_rate = _rate("`on_time` of `due`.")
    people_minutes = serializers.FloatField(help_text="Spent on manual jobs that ended.")
    minutes_for_others = serializers.FloatField(
        help_text="What the owner spent on jobs of others, of time entries that began in the period; 0 of everybody."
    )
    machine_minutes = serializers.FloatField(help_text="For which workers had jobs, or parts, that ended.")
    cost = SpendOut()


class CategoryOut(Out):
    category = serializers.CharField()
    ended = serializers.IntegerField()
    completed = serializers.IntegerField()
    unsuccessful = serializers.IntegerField(help_text="Failed, or succeeded in part.")
    success_rate = _rate("Completed of those that were completed or unsuccessful.")
    people_minutes = serializers.FloatField()
    machine_minutes = serializers.FloatField()
    compared = serializers.IntegerField(help_text="Completed, with an estimate, and with time spent.")
    estimated_minutes = serializers.FloatField(help_text="Of those.")
    actual_minutes = serializers.FloatField(help_text="Of those.")
    efficiency = serializers.FloatField(
        allow_null=True, help_text="Estimated by actual minutes: above 1 is faster than estimated."
    )


class CategoriesOut(MetricOut):
    categories = CategoryOut(many=True)
    more = serializers.BooleanField(help_text="Whether there are more categories than these.")


class WeightsOut(Out):
    keeping_up = serializers.IntegerField()
    success = serializers.IntegerField()
    punctuality = serializers.IntegerField()


class WeekOut(Out):
    week = serializers.DateField(help_text="Its Monday.")
    days = serializers.IntegerField(help_text="Of them in the period.")
    created = serializers.IntegerField()
    completed = serializers.IntegerField()
    unsuccessful = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    due = serializers.IntegerField()
    on_time = serializers.IntegerField()
    people_minutes = serializers.FloatField()
    score = serializers.IntegerField(min_value=0, max_value=100, allow_null=True, help_text="Null of an empty week.")


class WeeklyOut(MetricOut):
    weights = WeightsOut()
    weeks = WeekOut(many=True)
    completed_per_week_slope = serializers.FloatField(allow_null=True)


class BucketOut(Out):
    bucket = serializers.CharField(help_text="What a job took, by what was estimated.")
    jobs = serializers.IntegerField()


class TimeEfficiencyOut(MetricOut):
    compared = serializers.IntegerField(help_text="Completed, with an estimate, and with time spent.")
    estimated_minutes = serializers.FloatField()
    actual_minutes = serializers.FloatField()
    bias = serializers.FloatField(allow_null=True, help_text="0.25: a quarter longer than estimated, in all.")
    accuracy = _rate("How near single estimates come.")
    distribution = BucketOut(many=True)


class DayOut(Out):
    day = serializers.DateField()
    created = serializers.IntegerField()
    completed = serializers.IntegerField()
    people_minutes = serializers.FloatField()
    completed_average = serializers.FloatField(allow_null=True, help_text="Of this day and those before it.")


class TrendsOut(MetricOut):
    window_days = serializers.IntegerField()
    days = DayOut(many=True)
    completed = serializers.IntegerField()
    completed_per_day = serializers.FloatField(allow_null=True)
    slope = serializers.FloatField(allow_null=True, help_text="More completed each day than the day before.")


class ModelSpendOut(SpendOut):
    provider = serializers.CharField()
    model = serializers.CharField()


class KindSpendOut(SpendOut):
    kind = serializers.CharField()


class DaySpendOut(SpendOut):
    day = serializers.DateField()


class CostsOut(MetricOut, SpendOut):
    in_vain_usd = serializers.CharField(help_text="What jobs cost that failed or were cancelled.")
    wasted_usd = serializers.CharField(help_text="That, and the estimates of abandoned calls.")
    waste_rate = _rate("Wasted of all that was or may have been paid.")
    by_model = ModelSpendOut(many=True)
    by_kind = KindSpendOut(many=True)
    by_day = DaySpendOut(many=True)


class PercentilesOut(Out):
    p50 = serializers.FloatField(allow_null=True)
    p90 = serializers.FloatField(allow_null=True)
    p99 = serializers.FloatField(allow_null=True)


class DepthOut(Out):
    scheduled = serializers.IntegerField()
    pending = serializers.IntegerField()
    blocked = serializers.IntegerField()
    held = serializers.IntegerField()
    processing = serializers.IntegerField()
    oldest_pending_at = serializers.DateTimeField(allow_null=True)


class QueueOut(MetricOut):
    depth = DepthOut(help_text="At this moment.")
    ended = serializers.IntegerField()
    begun = serializers.IntegerField(help_text="Of those that ended, by a worker.")
    ended_per_day = serializers.FloatField(allow_null=True)
    wait_seconds = PercentilesOut(help_text="From when a job was due until a worker began it.")
    run_seconds = PercentilesOut(help_text="From there until it ended, waits between attempts included.")
    retried = serializers.IntegerField(help_text="With at least one failure.")
    retry_rate = _rate("Retried of those that ended.")
    failures = serializers.IntegerField()
    workers_lost = serializers.IntegerField()

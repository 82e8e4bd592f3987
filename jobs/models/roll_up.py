"""What was done in a quarter of an hour, summed: kept when the jobs are not. See docs/explanation/metrics.md."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

# Whose rows they are that belong to no account: the sums of all, and those of accounts that are gone.
EVERYBODY = UUID(int=0)
NOBODY = UUID(int=1)


_BESIDE = {"id", "bygone"}


def _total() -> models.BigIntegerField[Any, Any]:
    return models.BigIntegerField(default=0)


class RollUp(models.Model):
    """`at` is when the span began. A row that is `bygone` sums jobs that are deleted, and is never made again.

    Spans are whole milliseconds and money is nano-dollars, so that sums of sums are exact.
    """

    id = models.BigAutoField(primary_key=True)
    whose = models.UUIDField(help_text="An owner, everybody, or accounts that are gone.")
    at = models.DateTimeField()
    bygone = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title()} of {self.at}"

    @classmethod
    def title(cls) -> str:
        return str(cls._meta.verbose_name)

    @classmethod
    def dimensions(cls) -> tuple[str, ...]:
        """The columns that tell a row from the others, but `bygone`."""
        return tuple(field.name for field in cls._meta.concrete_fields if field.name not in {*cls.sums(), *_BESIDE})

    @classmethod
    def sums(cls) -> tuple[str, ...]:
        """The columns that are added up."""
        return tuple(field.name for field in cls._meta.concrete_fields if type(field) is models.BigIntegerField)


class EndedRollUp(RollUp):
    """What jobs took that ended: `compared` counts those that completed and had an estimate."""

    completed = _total()
    people_ms = _total()
    machine_ms = _total()
    compared = _total()
    estimated_ms = _total()
    actual_ms = _total()

    class Meta:
        abstract = True


class WorkRollUp(EndedRollUp):
    """Top-level jobs that came, by priority, and that ended, by outcome; the spans are of parts too.

    `took_...` counts the jobs compared by what they took for each minute estimated.
    """

    created_low = _total()
    created_medium = _total()
    created_high = _total()
    created_urgent = _total()
    created_for_people = _total()
    partial_success = _total()
    failed = _total()
    cancelled = _total()
    due = _total()
    on_time = _total()
    accuracy_millionths = _total()
    took_less_than_half = _total()
    took_half_to_80 = _total()
    took_80_to_120 = _total()
    took_120_to_double = _total()
    took_double = _total()
    machine_ended = _total()
    begun = _total()
    retried = _total()
    failures_sum = _total()
    losses_sum = _total()

    class Meta:
        verbose_name = "roll-up of work"
        verbose_name_plural = "roll-ups of work"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whose", "at", "bygone"], name="work_roll_up"),
        ]


class CategoryRollUp(EndedRollUp):
    """Top-level jobs that ended, by category."""

    category = models.CharField(max_length=64, blank=True)
    ended = _total()
    unsuccessful = _total()

    class Meta:
        verbose_name = "roll-up of a category"
        verbose_name_plural = "roll-ups of categories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whose", "at", "category", "bygone"], name="category_roll_up"),
        ]


class CallRollUp(RollUp):
    """Calls of models that were made. Bygone rows hold only what was in vain: the ledger keeps the rest."""

    kind = models.CharField(max_length=64)
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    calls = _total()
    unpriced_calls = _total()
    tokens = _total()
    spent = _total()
    simulated_sum = _total()
    abandoned_calls = _total()
    abandoned = _total()
    in_vain = _total()

    class Meta:
        verbose_name = "roll-up of calls"
        verbose_name_plural = "roll-ups of calls"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whose", "at", "kind", "provider", "model", "bygone"], name="call_roll_up"),
        ]


class TimingRollUp(RollUp):
    """How many jobs of machines waited, or ran, about so long; of a day in UTC. `measures` has what a bucket is."""

    class Span(models.TextChoices):
        WAIT = "wait"
        RUN = "run"

    span = models.CharField(max_length=4, choices=Span.choices)
    bucket = models.SmallIntegerField()
    jobs = _total()

    class Meta:
        verbose_name = "roll-up of times"
        verbose_name_plural = "roll-ups of times"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whose", "at", "span", "bucket", "bygone"], name="timing_roll_up"),
        ]


ROLL_UPS: tuple[type[RollUp], ...] = (WorkRollUp, CategoryRollUp, CallRollUp, TimingRollUp)

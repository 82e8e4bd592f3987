"""How a kind may be worked at present, as staff set it; a kind without a row has no limits."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

AT_LEAST_ONE = MinValueValidator(
    1, "Must be 1 or more. Leave it empty for no limit; to let none of this kind run, pause the kind."
)
LONGEST_RATE_SECONDS = 30 * 86_400.0


def check_span(seconds: float) -> None:
    """ValidationError unless a window of a rate may be so long."""
    if not 0.001 <= seconds <= LONGEST_RATE_SECONDS:  # so is what is no number
        raise ValidationError(f"Must be from 0.001 to {LONGEST_RATE_SECONDS:.0f} seconds (30 days).")


class KindPolicy(models.Model):
    """Limits count live leases over all workers. At most `rate_limit` claims in each `rate_seconds`.

    `window_started_at` and `window_claims` are the rate window under way; they are written under this row's lock.
    """

    kind = models.CharField(max_length=64, primary_key=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    max_running = models.PositiveIntegerField(
        null=True, blank=True, validators=[AT_LEAST_ONE], help_text="Of all owners, at once. Empty: no limit."
    )
    max_running_per_owner = models.PositiveIntegerField(
        null=True, blank=True, validators=[AT_LEAST_ONE], help_text="Of one owner, at once. Empty: no limit."
    )
    rate_limit = models.PositiveIntegerField(
        null=True, blank=True, validators=[AT_LEAST_ONE], help_text="Attempts begun in each span of time below."
    )
    rate_seconds = models.FloatField(
        null=True, blank=True, validators=[check_span], help_text="Length of that span in seconds."
    )
    window_started_at = models.DateTimeField(null=True, blank=True, editable=False)
    window_claims = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name_plural = "kind policies"
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(max_running=None) | Q(max_running__gte=1), name="policy_running"),
            models.CheckConstraint(
                condition=Q(max_running_per_owner=None) | Q(max_running_per_owner__gte=1),
                name="policy_running_per_owner",
            ),
            models.CheckConstraint(
                condition=Q(rate_limit=None, rate_seconds=None) | Q(rate_limit__gte=1, rate_seconds__gt=0),
                name="policy_rate_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    def clean(self) -> None:
        if (self.rate_limit is None) != (self.rate_seconds is None):
            missing = "rate_limit" if self.rate_limit is None else "rate_seconds"
            raise ValidationError({missing: "A rate needs both numbers: fill this in, or empty the other one."})

    @property
    def has_limits(self) -> bool:
        """Whether a claim of this kind has to count."""
        return any((self.max_running, self.max_running_per_owner, self.rate_limit))

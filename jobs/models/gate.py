"""What the calls of all workers go through: a provider's model, say. It may shut, and let only so much through."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

AT_LEAST_ONE = MinValueValidator(1, "Must be 1 or more. Leave it empty for no limit.")


class Gate(models.Model):
    """Limits are of one minute and set by staff; the rest is written under this row's lock.

    `failures` since `failing_since` lead to `shut_until`; then one call goes through alone, until `probe_until`.
    `pace` is how many calls a minute are tried after the other side asked for fewer.
    """

    key = models.CharField(max_length=200, primary_key=True)
    max_requests = models.PositiveIntegerField(
        null=True, blank=True, validators=[AT_LEAST_ONE], help_text="Calls a minute. Empty: no limit."
    )
    max_amount = models.PositiveIntegerField(
        null=True, blank=True, validators=[AT_LEAST_ONE], help_text="Tokens a minute. Empty: no limit."
    )
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    shut_until = models.DateTimeField(null=True)
    shut_reason = models.CharField(max_length=200, blank=True)
    probe_until = models.DateTimeField(null=True)
    pace = models.PositiveIntegerField(null=True)
    window_started_at = models.DateTimeField(null=True)
    window_requests = models.PositiveIntegerField(default=0)
    window_amount = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(max_requests=None) | Q(max_requests__gte=1), name="gate_requests"),
            models.CheckConstraint(condition=Q(max_amount=None) | Q(max_amount__gte=1), name="gate_amount"),
        ]

    def __str__(self) -> str:
        return self.key

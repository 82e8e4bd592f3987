"""One paid call to a model. Written before the call, settled after it, kept when its job is pruned."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models

from jobs.models.ids import ids_between
from jobs.models.job import Job


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def made_between(self, start: datetime, end: datetime) -> LedgerEntryQuerySet:
        return self.filter(created_at__gte=start, created_at__lt=end)

    def by_ids_between(self, start: datetime, end: datetime) -> LedgerEntryQuerySet:
        """The same calls, found by their ids, which are in the order of time."""
        first, last = ids_between(start, end)
        return self.made_between(start, end).filter(pk__gte=first, pk__lt=last)


class LedgerEntry(models.Model):
    """Money is integer nano-dollars (10^-9 USD). `cost_nano` is null while unknown, never 0 for unknown."""

    class State(models.TextChoices):
        RESERVED = "reserved"
        SETTLED = "settled"
        ABANDONED = "abandoned"

    class PriceSource(models.TextChoices):
        PROVIDER = "provider"
        TABLE = "table"
        UNKNOWN = "unknown"
        SIMULATED = "simulated"

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    job = models.ForeignKey(
        Job,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="ledger",
        db_constraint=False,
        db_index=False,
    )
    root_id = models.UUIDField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="ledger", db_index=False
    )
    kind = models.CharField(max_length=64)
    attempt = models.PositiveIntegerField()
    lease_id = models.UUIDField()
    step = models.CharField(max_length=80, blank=True)
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RESERVED)
    estimate_nano = models.BigIntegerField(null=True)
    cost_nano = models.BigIntegerField(null=True)
    price_source = models.CharField(max_length=10, choices=PriceSource.choices, default=PriceSource.UNKNOWN)
    simulated = models.BooleanField(default=False)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    usage = models.JSONField(default=dict)
    generation_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "ledger entries"
        indexes: ClassVar = [
            models.Index(fields=["job"], name="ledger_of_job"),
            models.Index(fields=["owner", "created_at"], name="ledger_of_owner"),
            models.Index(fields=["lease_id"], name="ledger_open", condition=models.Q(state="reserved")),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.model} {self.state}"

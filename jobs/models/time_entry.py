"""A span of time that a person worked on a manual job, and what was set right in it by hand."""

from __future__ import annotations

from typing import ClassVar

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobs.models.job import Job


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    def running(self) -> TimeEntryQuerySet:
        return self.filter(stopped_at__isnull=True)

    def counted(self) -> TimeEntryQuerySet:
        """Without those that were taken back."""
        return self.filter(deleted_at__isnull=True)


class TimeEntry(models.Model):
    """`stopped_at` is null while the timer runs. `number` counts the entries of a job; none is given twice.

    One that is deleted keeps its row, with its trace, and counts no more. `person` is null once the account is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="time_entries", db_index=False)
    number = models.PositiveIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="time_entries", db_index=False
    )
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["job", "number"]
        verbose_name_plural = "time entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "number"], name="time_entry_number"),
            models.UniqueConstraint(
                fields=["person"],
                name="time_entry_one_runs_per_person",
                condition=Q(stopped_at__isnull=True, person__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")), name="time_entry_in_order"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(stopped_at__isnull=False), name="time_entry_deleted_is_over"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "started_at"], name="time_entry_of_person")]

    def __str__(self) -> str:
        return f"time entry {self.number}"


class TimeCorrection(models.Model):
    """What somebody set right in an entry: `{started_at, stopped_at}` before and after.

    `before` is null where the entry was made by hand, `after` where it was deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    entry = models.ForeignKey(TimeEntry, on_delete=models.CASCADE, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"correction of {self.entry}"

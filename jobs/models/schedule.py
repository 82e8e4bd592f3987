"""A recurring job: what is enqueued, and when."""

from __future__ import annotations

from typing import ClassVar

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.db.models import Q

from jobs.states import Priority


class Schedule(models.Model):
    """`cron` is read in `time_zone`. `next_at` is the next firing; null while paused or when none will come."""

    class Overlap(models.TextChoices):
        """What becomes of a firing while the job of the one before is not final."""

        ALLOW = "allow"
        SKIP = "skip"

    class Missed(models.TextChoices):
        """What becomes of times that passed while no worker ran: one job of all, none, or one of each."""

        ONCE = "once"
        SKIP = "skip"
        ALL = "all"

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="schedules")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    payload_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    title = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=64, blank=True)
    tags = models.JSONField(default=list, blank=True)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.MEDIUM)
    cron = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=64, default="UTC")
    overlap = models.CharField(max_length=5, choices=Overlap.choices, default=Overlap.ALLOW)
    missed = models.CharField(max_length=4, choices=Missed.choices, default=Missed.ONCE, db_default=Missed.ONCE.value)
    paused_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    last_job_id = models.UUIDField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="schedule_name_once_per_owner"),
            models.CheckConstraint(condition=Q(paused_at=None) | Q(next_at=None), name="schedule_paused_has_no_next"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="schedule_due", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

"""What a person was reminded of, kept until they dismiss it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open(self) -> NoticeQuerySet:
        return self.filter(dismissed_at__isnull=True)


class Notice(models.Model):
    """`id` is that of the reminder's job, so that one that is run twice leaves one.

    `about_id` is the job that it tells of, which may be gone.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    text = models.CharField(max_length=200)
    about_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="notice_open", condition=Q(dismissed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

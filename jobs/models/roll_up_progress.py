"""How far the roll-ups are, and which of their days have to be made again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

import uuid_utils.compat as uuid
from django.db import models

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class RollUpProgress(models.Model):
    """The one row that whoever writes roll-ups locks. What came to its end before `through` is in them.

    `version` rises with every day that is made and every account that goes: who read rows meanwhile has to read them
    again.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    through = models.DateTimeField(default=NEVER)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "roll-up progress"

    def __str__(self) -> str:
        return f"rolled up through {self.through}"

    @classmethod
    def now(cls) -> RollUpProgress:
        """How far they are; `through` is `NEVER` where nothing was rolled up yet."""
        return cls.objects.filter(pk=cls.ONLY).first() or cls()


class StaleDay(models.Model):
    """A day of UTC in which something of somebody's changed after it was rolled up. There may be several of one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    whose = models.UUIDField()
    day = models.DateField()
    due_at = models.DateTimeField(help_text="Not to be made again before.")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="stale_day_due")]

    def __str__(self) -> str:
        return f"{self.day} of {self.whose}"

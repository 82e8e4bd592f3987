"""How often somebody did something within a span of time; shared by all processes."""

from __future__ import annotations

from django.db import models


class ThrottleWindow(models.Model):
    """`key` names the action, the actor and the window; the row is worthless after `expires_at`."""

    key = models.CharField(primary_key=True, max_length=200)
    count = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"

"""A ticket for one WebSocket handshake; only its hash is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Ticket(models.Model):
    """Redeemed by deleting the row, so that it works once; void when the user's `token_version` moved on.

    `family_id` is the sign-in over the API that asked for it, if one did: a RefreshFamily that may be deleted first.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tickets")
    token_version = models.PositiveIntegerField()
    family_id = models.UUIDField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at:%H:%M:%S}"

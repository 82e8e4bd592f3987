"""One sign-in over the API: a chain of refresh tokens of which only the newest works."""

from __future__ import annotations

from typing import ClassVar

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models


class RefreshFamily(models.Model):
    """`current_jti` names the one refresh token that works; presenting an older one revokes the family."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refresh_families")
    current_jti = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "refresh families"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d %H:%M}"

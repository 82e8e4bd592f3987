"""Counting what somebody does."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import ThrottleWindow
from accounts.services import throttling
from accounts.services.throttling import spend

pytestmark = pytest.mark.django_db


class TestSpend:
    def test_counts_though_the_window_ends_before_it_is_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another process removes what has expired, a second after the window was opened in its last moment."""
        opened = throttling._open

        def open_late(key: str, seconds: float) -> None:
            opened(key, seconds)
            ThrottleWindow.objects.filter(expires_at__lt=timezone.now() + timedelta(seconds=1)).delete()

        monkeypatch.setattr(throttling, "_open", open_late)
        monkeypatch.setattr(throttling, "time", SimpleNamespace(time=lambda: 59.999))
        assert spend("submission", "somebody") is None

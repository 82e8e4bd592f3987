"""Gates: what is let through to a provider's model, and what keeps it shut."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from jobs.models import Gate

LIMITS = ("max_requests", "max_amount")


@admin.register(Gate)
class GateAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is not typed
    """A gate is made by its first call; staff set its limits, which hold from the next call on."""

    list_display = ("key", *LIMITS, "pace", "failures", "shut_until", "shut_reason")
    readonly_fields = ("key", "pace", "failures", "failing_since", "shut_until", "shut_reason", "probe_until")
    fields = ("key", *LIMITS, "pace", "failures", "failing_since", "shut_until", "shut_reason", "probe_until")
    search_fields = ("key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Gate, form: Any, change: bool) -> None:
        """Only the limits: the rest is written by calls that are made meanwhile."""
        obj.save(update_fields=LIMITS)

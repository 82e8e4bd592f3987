"""How often an owner is served beside others."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from jobs.models import OwnerShare
from jobs.services.policies import weigh_owner


@admin.register(OwnerShare)
class OwnerShareAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is not typed
    """An owner without a row weighs 1. Every change leaves an audit entry."""

    list_display = ("owner", "weight")
    list_select_related = ("owner",)
    search_fields = ("owner__email",)
    autocomplete_fields = ("owner",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("owner",)

    def save_model(self, request: HttpRequest, obj: OwnerShare, form: Any, change: bool) -> None:
        weigh_owner(obj.owner_id, obj.weight)

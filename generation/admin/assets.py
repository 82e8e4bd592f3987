"""Files of cards: what they are, and deleting them; their bytes stay with their owners."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin

from generation.models import Asset


@admin.register(Asset)
class AssetAdmin(ModelAdmin):  # type: ignore[misc] # unfold is not typed
    list_display = ("name", "type", "media_type", "size", "owner", "created_at")
    list_filter = ("type", "media_type", "created_at")
    search_fields = ("name", "owner__email")
    show_full_result_count = False
    fields = ("name", "type", "ext", "media_type", "size", "sha256", "owner", "of_card", "created_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asset]:
        """Never with their bytes."""
        return Asset.objects.for_lists().select_related("owner")

    @admin.display(description="Card")
    def of_card(self, asset: Asset) -> str | SafeString:
        if asset.card_id is None:
            return "None yet"
        address = reverse("admin:generation_card_change", args=[asset.card_id])
        return format_html('<a href="{}">{}</a>', address, asset.card_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Asset | None = None) -> bool:
        return False

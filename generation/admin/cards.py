"""Cards: read and deleted here, made by jobs only."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin

from generation.models import Card
from generation.models.card import CardQuerySet


@admin.register(Card)
class CardAdmin(ModelAdmin):  # type: ignore[misc] # unfold is not typed
    list_display = ("name", "owner", "spec", "tone", "lore_entries", "created_at")
    list_filter = ("spec", "tone", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "summary", "owner__email")
    show_full_result_count = False
    fields = (
        "name",
        "summary",
        "owner",
        "job",
        "spec",
        "tone",
        "lore_entries",
        "tag_list",
        "created_at",
        "updated_at",
        "card",
        "options_text",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> CardQuerySet:
        """Lists leave the wide columns alone; a card's own page loads them on demand."""
        return Card.objects.for_lists().select_related("owner")

    @admin.display(description="Job")
    def job(self, card: Card) -> str | SafeString:
        if card.job_id is None:
            return "None"
        return format_html('<a href="{}">{}</a>', reverse("admin:jobs_job_change", args=[card.job_id]), card.job_id)

    @admin.display(description="Tags")
    def tag_list(self, card: Card) -> str:
        return ", ".join(card.tags)

    @admin.display(description="Card")
    def card(self, card: Card) -> SafeString:
        return _folded(card.data)

    @admin.display(description="Options")
    def options_text(self, card: Card) -> SafeString:
        return _folded(card.options)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Card | None = None) -> bool:
        return False


def _folded(value: Any) -> SafeString:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return format_html("<details><summary>Show</summary><pre>{}</pre></details>", text)

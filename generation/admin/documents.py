"""Documents: what they are, and deleting them; their bytes and their text stay with their owners."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from generation.models import Document


@admin.register(Document)
class DocumentAdmin(ModelAdmin):  # type: ignore[misc] # unfold is not typed
    list_display = ("name", "media_type", "size_bytes", "text_length", "owner", "created_at", "last_used_at")
    list_filter = ("media_type", "created_at", "last_used_at")
    search_fields = ("name", "owner__email")
    show_full_result_count = False
    fields = (
        "name",
        "media_type",
        "size_bytes",
        "sha256",
        "encoding",
        "text_length",
        "owner",
        "created_at",
        "read_at",
        "last_used_at",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return Document.objects.select_related("owner")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def get_deleted_objects(
        self, objs: Iterable[Document], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The documents alone: Django would list, and load, every page of their text."""
        names = [str(document) for document in objs]
        return names, {"documents": len(names)}, set(), []

"""What was done in the console, by whom and when: Django's own record, to read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jobs.admin.reading import ReadOnlyAdmin

DONE = {ADDITION: "Added", CHANGE: "Changed"}


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """`?object_id=` lists what was done to one thing, as the pages of jobs link to it."""

    list_display = ("action_time", "user", "done", "kind", "thing", "message")
    list_filter = ("action_time", "action_flag", "content_type")
    list_select_related = ("user", "content_type")
    search_fields = ("object_id__exact", "object_repr", "user__email")
    search_help_text = "The id or name of what was changed, or the address of who changed it."
    ordering = ("-action_time", "-pk")
    fields = ("action_time", "user", "done", "kind", "thing", "message")
    readonly_fields = ("done", "kind", "thing", "message")

    @admin.display(description="What", ordering="action_flag")
    def done(self, entry: LogEntry) -> str:
        return DONE.get(entry.action_flag, "Deleted")

    @admin.display(description="Of", ordering="content_type")
    def kind(self, entry: LogEntry) -> str:
        return str(entry.content_type.name) if entry.content_type else ""

    @admin.display(description="Which", ordering="object_repr")
    def thing(self, entry: LogEntry) -> SafeString | str:
        """By its name then, with the way to it where the console has one."""
        address = _address(entry)
        return format_html('<a href="{}">{}</a>', address, entry.object_repr) if address else entry.object_repr

    @admin.display(description="In words")
    def message(self, entry: LogEntry) -> str:
        return str(entry.get_change_message())


def _address(entry: LogEntry) -> Any:
    try:
        return entry.get_admin_url()
    except NoReverseMatch:
        return None

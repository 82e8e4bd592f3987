"""The ledger: read-only, and never shortened."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import admin

from jobs.admin.reading import ReadOnlyAdmin
from jobs.models import LedgerEntry
from jobs.money import NANO, shown


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "provider", "model", "step", "state", "input_tokens", "output_tokens", "cost")
    list_filter = ("state", "price_source", "simulated", "created_at")
    search_fields = ("job__id__exact", "model", "generation_id")
    ordering = ("-id",)

    @admin.display(description="Cost")
    def cost(self, entry: LedgerEntry) -> str:
        if entry.cost_nano is None:
            return "unknown"
        return f"{shown(Decimal(entry.cost_nano) / NANO)}{' sim.' if entry.simulated else ''}"

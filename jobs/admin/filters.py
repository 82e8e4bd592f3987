"""Filters of the console's job list: names from code, so that no list is scanned for its values."""

from __future__ import annotations

from uuid import UUID

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from jobs.handlers import registry
from jobs.models import Job


class KindFilter(SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(handler.kind, handler.label) for handler in registry]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ParentFilter(SimpleListFilter):
    """Offered once a job's page has named its id: no list is made of all that have parts."""

    title = "the job they are parts of"
    parameter_name = "parent"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        asked = self.value()
        return [(asked, f"Of {self._parent() or asked}")] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        if not self.value():
            return queryset
        parent = self._parent()
        return queryset.filter(parent=parent) if parent else queryset.none()

    def _parent(self) -> Job | None:
        try:
            return Job.objects.only("title", "kind").filter(pk=UUID(self.value() or "")).first()
        except ValueError:
            return None


class LevelFilter(SimpleListFilter):
    title = "level"
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("top", "Whole jobs"), ("children", "Their parts")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        if self.value() == "top":
            return queryset.filter(parent=None)
        if self.value() == "children":
            return queryset.exclude(parent=None)
        return queryset

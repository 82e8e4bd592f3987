"""What all our read-only pages of the console share."""

from __future__ import annotations

import json
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin

COUNTED = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts up to COUNTED rows: a console page must not count millions."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[:COUNTED].count()


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is not typed
    """Read-only by construction: nothing can be added, changed or deleted here."""

    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def folded_json(value: Any) -> SafeString:
    """`value` as indented JSON text, folded when long; never as markup."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    opened = "" if len(text) > 4000 else "open"
    return format_html('<details {}><summary>JSON</summary><pre class="stq-json">{}</pre></details>', opened, text)

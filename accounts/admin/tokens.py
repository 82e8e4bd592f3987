"""API tokens: seen and revoked here, created by their owners only."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.models import ApiToken
from accounts.services import api_tokens


@admin.register(ApiToken)
class ApiTokenAdmin(ModelAdmin):  # type: ignore[misc] # unfold is not typed
    list_display = (
        "name",
        "prefix",
        "user",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    )
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__email")
    show_full_result_count = False
    fields = ("user", "name", "prefix", "created_at", "last_used_at", "expires_at", "revoked_at")
    actions = ("revoke",)

    @admin.action(description="Revoke the chosen tokens", permissions=["view"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        """End the tokens at once."""
        chosen = list(tokens.select_related("user"))
        for token in chosen:
            api_tokens.revoke(token.user, token.pk)
            self.log_change(request, token, "Revoked.")
        self.message_user(request, f"Revoked {len(chosen)} tokens.", messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

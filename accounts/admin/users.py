"""Users: create, deactivate, end their sign-ins. Django writes a LogEntry for each change."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from accounts.admin.user_form import UserForm
from accounts.models import User
from accounts.services.tokens import revoke_all


@admin.register(User)
# unfold is untyped, and Django's class is not generic at run time
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]
    """Deleting goes by the account's own page, which cancels its jobs; here a user is deactivated."""

    form = UserForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "created_at", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    filter_horizontal = ()  # two lists side by side are wider than the page
    search_fields = ("email", "name")
    show_full_result_count = False
    readonly_fields = ("created_at", "last_login", "token_version")
    fieldsets = (
        (None, {"fields": ["email", "password", "name", "time_zone"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Money", {"fields": ["daily_budget_usd"]}),
        ("Facts", {"fields": ["created_at", "last_login", "token_version"]}),
    )
    add_fieldsets = ((None, {"classes": ["wide"], "fields": ["email", "usable_password", "password1", "password2"]}),)
    actions = ("end_sign_ins",)

    @admin.action(description="End every sign-in of the chosen users", permissions=["change"])
    def end_sign_ins(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Revoke tokens, tickets and sessions."""
        chosen = list(users)
        for user in chosen:
            revoke_all(user)
            self.log_change(request, user, "Ended every sign-in.")
        self.message_user(request, f"Ended the sign-ins of {len(chosen)} users.", messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

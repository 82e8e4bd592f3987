"""How kinds may be worked: pauses and limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import action
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from jobs.handlers import registry
from jobs.models import KindPolicy
from jobs.services.policies import Limits, limit_kind, pause_kind, resume_kind

LIMITS = ("max_running", "max_running_per_owner", "rate_limit", "rate_seconds")
BADGES = {"open": "success", "paused": "warning"}


class NewPolicyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """For a kind that has no policy yet."""

    kind = forms.ChoiceField(
        choices=lambda: [(handler.kind, handler.label) for handler in registry], widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = KindPolicy
        fields = ("kind", *LIMITS)


@admin.register(KindPolicy)
class KindPolicyAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is not typed
    """Limits are edited here; pausing and resuming are actions. Each leaves an audit entry."""

    list_display = ("kind", "badge", *LIMITS, "pause_reason")
    readonly_fields = ("kind", "badge", "paused_at", "pause_reason")
    fields = ("kind", "badge", "paused_at", "pause_reason", *LIMITS)
    add_fields = ("kind", *LIMITS)
    actions = ("pause", "resume")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        if obj is None:
            options["form"] = NewPolicyForm
        return super().get_form(request, obj, change, **options)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.add_fields if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Emptied limits say the same, and keep the pause."""
        return False

    def save_model(self, request: HttpRequest, obj: KindPolicy, form: Any, change: bool) -> None:
        limit_kind(obj.kind, Limits(**{name: getattr(obj, name) for name in LIMITS}))

    @display(description="State", label=BADGES)
    def badge(self, policy: KindPolicy) -> str:
        return "paused" if policy.paused_at else "open"

    @action(description="Pause the chosen kinds", permissions=["change"])
    def pause(self, request: HttpRequest, policies: QuerySet[KindPolicy]) -> None:
        """No worker claims them any more; what runs goes on."""
        reason = f"by {request.user}"
        changed = [policy for policy in policies if pause_kind(policy.kind, reason)]
        self._tell(request, changed, "Paused")

    @action(description="Resume the chosen kinds", permissions=["change"])
    def resume(self, request: HttpRequest, policies: QuerySet[KindPolicy]) -> None:
        changed = [policy for policy in policies if resume_kind(policy.kind)]
        self._tell(request, changed, "Resumed")

    def _tell(self, request: HttpRequest, changed: list[KindPolicy], done: str) -> None:
        for policy in changed:
            self.log_change(request, policy, f"{done}.")
        kinds = ", ".join(policy.kind for policy in changed)
        self.message_user(
            request,
            f"{done}: {kinds}." if changed else "Nothing to change.",
            messages.SUCCESS if changed else messages.INFO,
        )

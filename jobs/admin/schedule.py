"""The console's recurring jobs: read, changed, paused, resumed, run now and deleted, each with an audit entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import action
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from accounts.models import User
from jobs.admin.filters import KindFilter
from jobs.admin.reading import ReadOnlyAdmin, folded_json
from jobs.errors import JobsError
from jobs.models import Schedule
from jobs.services.describe_schedule import upcoming
from jobs.services.schedules import (
    ScheduleFields,
    change_schedule,
    delete_schedule,
    objections,
    pause_schedule,
    resume_schedule,
    run_schedule,
)


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """When it fires, and the words of its jobs; whose it is and what they do stays."""

    class Meta:
        model = Schedule
        fields = ("cron", "time_zone", "missed", "overlap", "title", "priority", "category")

    def clean(self) -> dict[str, Any]:
        """The service's own objections, each at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, text in objections(self.instance.pk, cleaned).items():
            self.add_error(name if name in self.fields else None, text)
        return cleaned


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "cron", "time_zone", "is_active", "next_at", "last_at", "fault", "owner")
    list_filter = (KindFilter, ("paused_at", admin.EmptyFieldListFilter), ("last_error", admin.EmptyFieldListFilter))
    list_select_related = ("owner",)
    search_fields = ("id__exact", "name", "owner__email")
    search_help_text = "A schedule's id, its name or its owner's address."
    actions = ("pause", "resume", "run")
    fieldsets = (
        (None, {"fields": ["name", "owner", "is_active", "cron", "time_zone", "missed", "overlap", "times", "fault"]}),
        ("Job", {"fields": ["kind", "title", "priority", "category", "tags", "payload_text"]}),
        ("History", {"fields": ["last_at", "last_job_id", "paused_at", "created_at", "id"]}),
    )
    form = ScheduleForm
    readonly_fields = (
        "name", "owner", "is_active", "times", "fault", "kind", "tags", "payload_text", "last_at", "last_job_id",
        "paused_at", "created_at", "id",
    )  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_control_permission(request)

    def save_model(self, request: HttpRequest, obj: Schedule, form: Any, change: bool) -> None:
        """What the form has checked; the console writes its own audit entry."""
        if isinstance(request.user, User) and form.changed_data:
            changes = cast("ScheduleFields", {name: form.cleaned_data[name] for name in form.changed_data})
            change_schedule(request.user, obj.pk, changes, everybody=True)

    def has_control_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("jobs.change_schedule"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("jobs.delete_schedule"))

    def delete_model(self, request: HttpRequest, obj: Schedule) -> None:
        """The console writes its own audit entry for a deletion."""
        if isinstance(request.user, User):
            delete_schedule(request.user, obj.pk, everybody=True)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Schedule]) -> None:
        for schedule in queryset:
            self.delete_model(request, schedule)

    @action(description="Pause the chosen schedules", permissions=["control"])
    def pause(self, request: HttpRequest, schedules: QuerySet[Schedule]) -> None:
        self._apply(request, schedules, "Paused", pause_schedule)

    @action(description="Resume the chosen schedules", permissions=["control"])
    def resume(self, request: HttpRequest, schedules: QuerySet[Schedule]) -> None:
        self._apply(request, schedules, "Resumed", resume_schedule)

    @action(description="Run the chosen schedules now", permissions=["control"])
    def run(self, request: HttpRequest, schedules: QuerySet[Schedule]) -> None:
        self._apply(request, schedules, "Run now", run_schedule)

    def _apply(
        self, request: HttpRequest, schedules: Iterable[Schedule], verb: str, service: Callable[..., object]
    ) -> None:
        done = 0
        for schedule in schedules:
            try:
                service(request.user, schedule.pk, everybody=True)
            except Schedule.DoesNotExist:
                continue
            except JobsError as error:
                self.message_user(request, f"{schedule}: {error}", messages.WARNING)
                continue
            self.log_change(request, schedule, f"{verb}.")
            done += 1
        if done:
            self.message_user(request, f"{verb}: {done}.", messages.SUCCESS)

    @admin.display(description="Active", boolean=True)
    def is_active(self, schedule: Schedule) -> bool:
        return schedule.next_at is not None

    @admin.display(description="Last fault")
    def fault(self, schedule: Schedule) -> str:
        return schedule.last_error or "None"

    @admin.display(description="Next times (UTC)")
    def times(self, schedule: Schedule) -> str:
        return ", ".join(f"{moment:%Y-%m-%d %H:%M}" for moment in upcoming(schedule)) or "None"

    @admin.display(description="Payload")
    def payload_text(self, schedule: Schedule) -> SafeString:
        return folded_json(schedule.payload)

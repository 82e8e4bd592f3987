"""The console's jobs: found, read and controlled; never edited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from jobs.admin.actions import CONTROLS, JobActions, apply
from jobs.admin.duplicates import DUPLICATE, duplicate
from jobs.admin.filters import KindFilter, LevelFilter, ParentFilter
from jobs.admin.reading import ReadOnlyAdmin, folded_json
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.money import NANO, shown
from jobs.selectors.artefacts import artefacts_of
from jobs.selectors.attempts import attempts_of
from jobs.selectors.checkpoints import checkpoints_of
from jobs.selectors.chunks import chunk_counts
from jobs.selectors.events import events_after
from jobs.selectors.time_entries import entries_of
from jobs.selectors.usage import usage_by_step, with_cost
from jobs.services.artefacts import describe_artefacts
from jobs.states import Status

LOG_PAGE = 200

BADGES = {
    Status.PENDING: "default",
    Status.SCHEDULED: "info",
    Status.BLOCKED: "warning",
    Status.HELD: "warning",
    Status.PROCESSING: "primary",
    Status.COMPLETED: "success",
    Status.PARTIAL_SUCCESS: "warning",
    Status.FAILED: "danger",
    Status.CANCELLED: "default",
}


@admin.register(Job)
class JobAdmin(JobActions, ReadOnlyAdmin):
    list_display = ("name", "badge", "bar", "cost", "priority", "owner", "created_at")
    list_filter = ("status", KindFilter, "priority", LevelFilter, ParentFilter, "created_at")
    list_select_related = ("owner",)
    search_fields = ("id__exact", "title", "owner__email", "error_class")
    search_help_text = "A job's id, or words of its title, its owner's address or its error."
    ordering = ("-id",)
    change_form_outer_before_template = "admin/jobs/controls.html"
    fieldsets = (
        (None, {"fields": ["badge", "bar", "progress_message", "failure", "kind", "title", "owner", "priority"]}),
        ("Work", {"fields": ["parts_table", "attempts_table", "steps_table", "usage_table", "files_table"]}),
        ("People", {"fields": ["assignee", "estimated_minutes", "due_at", "remind_minutes_before", "time_table"]}),
        ("Payload and result", {"fields": ["payload_text", "result_text"]}),
        (
            "Machinery",
            {
                "classes": ["collapse"],
                "fields": [
                    "id", "custody", "phase", "attempt", "failures", "losses", "max_attempts", "lease_id", "turn_at",
                    "lifted_to", "wake_at", "held_reason", "hold_requested", "cancel_requested_at", "timeout_seconds",
                    "idempotency_key", "last_seq", "created_at", "run_at", "started_at", "finished_at",
                ],
            },
        ),
    )  # fmt: skip
    readonly_fields = (
        "badge", "bar", "failure", "parts_table", "attempts_table", "steps_table", "usage_table", "files_table",
        "payload_text", "result_text", "time_table",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> JobQuerySet:
        """Lists leave the wide columns alone; a job's own page loads them on demand."""
        return with_cost(Job.objects.defer("payload", "result", "join_policy", "description"))

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<id:job_id>/log/", self.admin_site.admin_view(self.log_view), name="jobs_job_log"),
            path("<id:job_id>/control/", self.admin_site.admin_view(self.control_view), name="jobs_job_control"),
        ]
        inherited: list[URLPattern] = super().get_urls()
        return own + inherited

    def control_view(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        """One of CONTROLS or a duplicate for one job, by POST only."""
        if request.method != "POST" or not self.has_control_permission(request):
            raise PermissionDenied
        control = request.POST.get("control", "")
        if control == DUPLICATE:
            duplicate(self, request, Job.objects.filter(pk=job_id))
            return redirect("admin:jobs_job_change", job_id)
        if control not in CONTROLS:
            raise Http404
        apply(self, request, [job_id], control)
        return redirect("admin:jobs_job_change", job_id)

    def log_view(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        """The job's events, LOG_PAGE at a time from the cursor `after`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = Job.objects.filter(pk=job_id).first()
        if job is None:
            raise Http404
        given = request.GET.get("after", "0")
        after = int(given) if given.isdecimal() and len(given) < 10 else 0
        events = events_after(job_id, after, LOG_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Log of {job}",
            "job": job,
            "events": events,
            "next": events[-1]["seq"] if len(events) == LOG_PAGE else None,
        }
        return TemplateResponse(request, "admin/jobs/log.html", context)

    @admin.display(description="Job", ordering="id")
    def name(self, job: Job) -> str:
        return str(job)

    @display(description="Status", label=BADGES, ordering="status")
    def badge(self, job: Job) -> str:
        return job.status

    @admin.display(description="Progress", ordering="progress")
    def bar(self, job: Job) -> SafeString:
        return format_html(
            '<span class="stq-bar"><progress max="100" value="{}">{}%</progress> {}%</span>',
            job.progress,
            job.progress,
            job.progress,
        )

    @admin.display(description="Cost")
    def cost(self, job: Any) -> str:
        """Real spend; the simulated price of offline calls is marked as such."""
        if job.unknown_costs:
            return "unknown"
        if job.simulated_nano and not job.cost_nano:
            return f"{_dollars(job.simulated_nano)} sim."
        return _dollars(job.cost_nano)

    @admin.display(description="Failure")
    def failure(self, job: Job) -> str:
        return f"{job.error_class}: {job.error_message}" if job.error_class else "None"

    @admin.display(description="Parts")
    def parts_table(self, job: Job) -> str:
        counts = chunk_counts(job.pk)
        parts = [(status, counts[status]) for status in Status.values if status in counts]
        return render_to_string("admin/jobs/parts.html", {"job": job, "parts": parts, "total": sum(counts.values())})

    @admin.display(description="Attempts")
    def attempts_table(self, job: Job) -> str:
        return render_to_string("admin/jobs/attempts.html", {"attempts": attempts_of(job.pk)})

    @admin.display(description="Steps")
    def steps_table(self, job: Job) -> str:
        return render_to_string("admin/jobs/steps.html", {"steps": checkpoints_of(job.pk)})

    @admin.display(description="Time spent")
    def time_table(self, job: Job) -> str:
        entries = entries_of(job.pk).select_related("person").prefetch_related("corrections__by")
        return render_to_string("admin/jobs/time_entries.html", {"entries": entries})

    @admin.display(description="Model calls")
    def usage_table(self, job: Job) -> str:
        rows = [row | {"cost": _dollars(row["cost_sum"])} for row in usage_by_step(job.pk)]
        return render_to_string("admin/jobs/usage.html", {"rows": rows})

    @admin.display(description="Files")
    def files_table(self, job: Job) -> str:
        return render_to_string(
            "admin/jobs/files.html", {"job": job, "files": describe_artefacts(artefacts_of(job.pk))}
        )

    @admin.display(description="Payload")
    def payload_text(self, job: Job) -> SafeString:
        return folded_json(job.payload)

    @admin.display(description="Result")
    def result_text(self, job: Job) -> SafeString:
        return folded_json(job.result)


def _dollars(amount: int) -> str:
    return shown(Decimal(amount) / NANO)

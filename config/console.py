"""The console's home: the queue at a glance, each figure a link to the jobs behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince

from jobs.selectors.overview import overview


@dataclass(frozen=True, slots=True)
class Figure:
    """`tone` is `quiet`, `live`, `attention` or `failure`."""

    label: str
    value: str
    href: str
    tone: str = "quiet"


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's DASHBOARD_CALLBACK."""
    now = overview()
    jobs = reverse("admin:jobs_job_changelist")
    wait = timesince(now.oldest_wait) if now.oldest_wait else "none"
    context["title"] = "Console"
    context["figures"] = [
        Figure("Pending", str(now.pending), f"{jobs}?status__exact=pending"),
        Figure("Oldest wait", wait, f"{jobs}?status__exact=pending&o=9"),
        Figure("Processing", str(now.processing), f"{jobs}?status__exact=processing", "live"),
        Figure("Scheduled", str(now.scheduled), f"{jobs}?status__exact=scheduled"),
        Figure("Workers alive", str(now.workers), reverse("admin:jobs_worker_changelist"), "live"),
        Figure("Completed in 24 h", str(now.completed_today), f"{jobs}?status__exact=completed"),
    ]
    context["attention"] = [
        figure
        for figure, wanted in (
            (
                Figure("Failed in 24 h", str(now.failed_today), f"{jobs}?status__exact=failed", "failure"),
                now.failed_today > 0,
            ),
            (Figure("Held or blocked", str(now.held), f"{jobs}?status__exact=held", "attention"), now.held > 0),
            (
                Figure("Gates shut", str(now.gates_shut), reverse("admin:jobs_gate_changelist"), "attention"),
                now.gates_shut > 0,
            ),
            (
                Figure("Workers alive", "0", reverse("admin:jobs_worker_changelist"), "failure"),
                now.workers == 0,
            ),
        )
        if wanted
    ]
    return context

"""The list of jobs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from jobs.handlers import registry
from jobs.models.job import JobQuerySet
from jobs.pages.filters import Filters, Page, cursor, page_of
from jobs.pages.visitor import visitor
from jobs.selectors.jobs import all_jobs, for_listing, sees_everybody, visible_jobs
from jobs.services.budget import budget_of_day, has_daily_cap
from jobs.services.describe import describe_jobs
from jobs.states import Status


@never_cache
@login_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The caller's jobs; for staff, everybody's when asked for. A request by htmx gets the table alone."""
    caller = visitor(request)
    filters = Filters.of(request.GET)
    before, after = cursor(request.GET.get("before")), cursor(request.GET.get("after"))
    page = page_of(filters.apply(listed_jobs(caller, filters)), before=before, after=after)
    template = "jobs/table.html" if request.headers.get("HX-Request") else "jobs/list.html"
    return render(request, template, _context(caller, filters, page, is_first=not before and not after))


def listed_jobs(caller: User, filters: Filters) -> JobQuerySet:
    """The jobs that the list is about: the caller's, or everybody's when staff ask for them."""
    everybody = sees_everybody(caller) and filters.whose == "all"
    jobs = all_jobs().select_related("owner") if everybody else visible_jobs(caller)
    return for_listing(jobs.top_level())


def _context(caller: User, filters: Filters, page: Page, *, is_first: bool) -> dict[str, Any]:
    show_owner = sees_everybody(caller) and filters.whose == "all"
    rows = describe_jobs(page.jobs)
    if show_owner:
        rows = [row | {"owner": str(job.owner)} for row, job in zip(rows, page.jobs, strict=True)]
    return {
        "jobs": rows,
        "budget": budget_of_day(caller).as_dict() if has_daily_cap(caller) else None,
        "filters": filters,
        "is_filtered": bool(filters),
        "is_empty": is_first and not filters and not rows,
        "statuses": Status.values,
        "kinds": registry.kinds(),
        "show_owner": show_owner,
        "now": timezone.now(),
        "previous_url": filters.address(after=str(page.newer)) if page.newer else "",
        "next_url": filters.address(before=str(page.older)) if page.older else "",
    }

"""What a list without a socket asks for again and again: its rows as they are now, and those that came since."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.pages.filters import PAGE_SIZE, Filters, cursor
from jobs.pages.listing import listed_jobs
from jobs.pages.visitor import visitor
from jobs.services.describe import describe_jobs, stamp


@never_cache
@login_required
@require_safe
def current_jobs(request: HttpRequest) -> JsonResponse:
    """`{at, jobs}`: the jobs `shown` (ids with commas), and up to a page of newer ones that the filters let in."""
    filters = Filters.of(request.GET)
    jobs = listed_jobs(visitor(request), filters)
    shown = _ids(request.GET.get("shown", ""))
    at = timezone.now()
    matching = filters.apply(jobs).order_by("-pk")
    newer = matching.filter(pk__gt=max(shown)) if shown else matching
    return JsonResponse({"at": stamp(at), "jobs": describe_jobs([*newer[:PAGE_SIZE], *jobs.filter(pk__in=shown)])})


def _ids(text: str) -> list[UUID]:
    return [job_id for word in text.split(",")[:PAGE_SIZE] if (job_id := cursor(word))]

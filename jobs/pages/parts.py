"""The parts of a job's document on its page: where all of them are, and one of them close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.models import Job
from jobs.pages.visitor import job_or_404
from jobs.selectors.chunk_map import chunk_map, nth_part
from jobs.selectors.chunks import chunk_counts, seconds_left
from jobs.selectors.usage import NO_USAGE, usage_of_trees
from jobs.services.describe import describe_chunks, summary
from jobs.states import FINAL, Status


@never_cache
@login_required
@require_safe
def part_map(request: HttpRequest, job_id: UUID) -> JsonResponse:
    """`{map, words, is_live, progress, message, cost, tokens}`, for a page that draws it."""
    job = job_or_404(request, job_id)
    parts = parts_of(job)
    return JsonResponse(parts | _figures(job, parts["is_live"]) if parts["map"] else parts)


@never_cache
@login_required
@require_safe
def part(request: HttpRequest, job_id: UUID, number: int) -> HttpResponse:
    """What there is to say of one part; a request that is not a script's goes to its own page."""
    parent = job_or_404(request, job_id)
    try:
        child = nth_part(parent.pk, number)
    except Job.DoesNotExist:
        raise Http404 from None
    if not request.headers.get("HX-Request"):
        return redirect("job", child.pk)
    (chunk,) = describe_chunks([child])
    templates = [f"kinds/{child.kind}/part.html", "kinds/default/part.html"]
    return render(request, "jobs/part.html", {"part": chunk, "number": number + 1, "templates": templates})


def parts_of(job: Job) -> dict[str, Any]:
    """The map of the parts and what it says in words; an empty map for a job without such parts.

    While parts are open, `progress` counts those of the same map, so that a page has one truth.
    """
    letters = chunk_map(job.pk) if job.children_total else ""
    if not letters:
        return {"map": "", "words": "", "is_live": False, "progress": job.progress}
    counts = chunk_counts(job.pk)
    still_open = sum(count for status, count in counts.items() if status not in FINAL)
    total = sum(counts.values())
    left = seconds_left(job.pk) if still_open and job.status == Status.PROCESSING else None
    told = {
        "total": total,
        "done": counts.get(Status.COMPLETED, 0) + counts.get(Status.PARTIAL_SUCCESS, 0),
        "failed": counts.get(Status.FAILED, 0),
        "at_work": counts.get(Status.PROCESSING, 0),
        "left": left,
        "pace": still_open / left if left else None,
    }
    return {
        "map": letters,
        "words": render_to_string("jobs/parts_in_words.html", told).strip(),
        "is_live": still_open > 0,
        "progress": min(99, 100 * (total - still_open) // total) if still_open else job.progress,
    }


def _figures(job: Job, is_live: bool) -> dict[str, str]:
    """What changes with every part: no event tells it, for the calls are the parts' own."""
    usage = usage_of_trees([job]).get(job.pk, NO_USAGE)
    told = {"job": summary(job, usage)}
    return {
        "message": "" if is_live else job.progress_message,
        "cost": render_to_string("jobs/cost.html", told).strip(),
        "tokens": render_to_string("jobs/tokens.html", told).strip(),
    }

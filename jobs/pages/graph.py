"""What a job waits for and what waits for it, as a picture and as a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from jobs.models import Dependency, Job
from jobs.pages.graph_layout import HEIGHT, WIDTH, layout
from jobs.pages.visitor import job_or_404, visitor
from jobs.selectors.graph import graph_of
from jobs.states import FAILING


@never_cache
@login_required
@require_safe
def job_graph(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The picture alone, for a page that shows it anew."""
    picture = picture_of(visitor(request), job_or_404(request, job_id))
    return render(request, "jobs/graph_picture.html", {"graph": picture})


def picture_of(caller: User, job: Job) -> dict[str, Any]:
    """`{nodes, lines, width, height, more, hidden}` in the order of reading; no nodes for a job that stands alone."""
    graph = graph_of(caller, job)
    rest = {"more": graph.more, "hidden": graph.hidden}
    if len(graph.jobs) == 1:
        return {"nodes": [], "lines": [], **rest}
    jobs = {each.pk: each for each in graph.jobs}
    titles = {each.pk: each.title or each.kind for each in graph.jobs}
    drawn = layout(list(jobs), [(edge.upstream_id, edge.job_id) for edge in graph.edges])
    waits_for: dict[UUID, list[str]] = {each: [] for each in jobs}
    for edge in graph.edges:
        waits_for[edge.job_id].append(titles[edge.upstream_id])
    nodes = [
        {
            "job": jobs[each],
            "title": titles[each],
            "is_current": each == job.pk,
            "waits_for": sorted(waits_for[each]),
            "x": x,
            "y": y,
        }
        for each, (x, y) in drawn.places.items()
    ]
    lines = [
        {"d": drawn.paths[edge.upstream_id, edge.job_id], "state": _state(edge, jobs[edge.upstream_id])}
        for edge in graph.edges
    ]
    size = {"width": drawn.width, "height": drawn.height, "node_width": WIDTH, "node_height": HEIGHT}
    return {"nodes": nodes, "lines": lines, **size, **rest}


def _state(edge: Dependency, upstream: Job) -> str:
    if edge.is_open:
        return "open"
    return "failed" if upstream.status in FAILING else "done"

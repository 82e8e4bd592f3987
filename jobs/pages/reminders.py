"""Reminders: what a person was reminded of and has not dismissed, and what is still to come."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jobs.pages.visitor import visitor
from jobs.selectors.notices import coming_reminders, open_notices
from jobs.services.notices import dismiss_notices

MOST_COMING = 50


@never_cache
@login_required
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    caller = visitor(request)
    told = {"notices": open_notices(caller), "coming": coming_reminders(caller)[:MOST_COMING]}
    return render(request, "jobs/reminders.html", told)


@login_required
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """The notice `id`, or all."""
    given = request.POST.get("id")
    try:
        wanted = [UUID(given)] if given else None
    except ValueError:
        raise Http404 from None
    dismiss_notices(visitor(request), wanted)
    return redirect("reminders")

"""What moves a task and its timer: one service call each, answered to a script or by going back to the page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jobs.errors import TimerRunning, WrongState
from jobs.models import Job
from jobs.pages.visitor import visitor
from jobs.selectors.jobs import workable_job
from jobs.selectors.tasks import Column, column_of
from jobs.services.moves import move_task
from jobs.services.outcome import Controlled, Outcome
from jobs.services.timers import stop_timer

_SAID = {
    Outcome.STARTED: "The timer runs on “{title}”.",
    Outcome.STOPPED: "The timer on “{title}” is stopped.",
    Outcome.COMPLETED: "“{title}” is done.",
    Outcome.REOPENED: "“{title}” is to do again.",
    Outcome.RETRIED: "“{title}” is to do again.",
}
_STAYS = " It was begun, so it stays under Doing until it is completed."


@login_required
@require_POST
def move(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Put it in the column `to`: to do, doing (its timer starts) or done."""
    to = request.POST.get("to", "")
    if to not in set(Column):
        return HttpResponseBadRequest(f"to: choose {', '.join(Column)}.")
    try:
        done = move_task(visitor(request), job_id, Column(to), stop_other="stop_other" in request.POST)
    except Job.DoesNotExist:
        raise Http404 from None
    except TimerRunning as busy:
        return _ask(request, job_id, busy)
    except WrongState as refused:
        return _refuse(request, job_id, str(refused))
    stays = done.outcome is Outcome.STOPPED and to == Column.TODO
    return _answer(request, done, _STAYS if stays else "")


@login_required
@require_POST
def stop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Stop the visitor's timer on it; it stays begun."""
    try:
        done = stop_timer(visitor(request), job_id)
    except Job.DoesNotExist:
        raise Http404 from None
    except WrongState as refused:
        return _refuse(request, job_id, str(refused))
    return _answer(request, done)


@never_cache
@login_required
@require_safe
def timer(request: HttpRequest) -> HttpResponse:
    """The bar of the running timer as it is now, for pages that are open already."""
    return render(request, "components/timer.html")


def _answer(request: HttpRequest, done: Controlled, more: str = "") -> HttpResponse:
    said = _SAID.get(done.outcome, "").format_map({"title": done.job.title}) + more
    if _is_script(request):
        return JsonResponse({"said": said, "outcome": done.outcome, "column": column_of(done.job.status)})
    if said:
        messages.success(request, said)
    return _back(request, done.job.pk)


def _refuse(request: HttpRequest, job_id: UUID, why: str) -> HttpResponse:
    if _is_script(request):
        return _problem(why)
    messages.warning(request, why)
    return _back(request, job_id)


def _ask(request: HttpRequest, job_id: UUID, busy: TimerRunning) -> HttpResponse:
    """Whether the timer is to stop where it runs: one runs for each person."""
    caller = visitor(request)
    job, other = workable_job(caller, job_id), workable_job(caller, busy.job_id)
    why = f"Your timer runs on “{other.title}”. One runs at a time."
    if _is_script(request):
        return _problem(why, running={"id": str(other.pk), "title": other.title})
    context = {"job": job, "other": other, "why": why, "next": _next(request) or f"/jobs/{job_id}"}
    return render(request, "tasks/ask.html", context, status=HTTPStatus.CONFLICT)


def _problem(why: str, **more: Any) -> JsonResponse:
    status = HTTPStatus.CONFLICT
    told = {"type": "about:blank", "title": status.phrase, "status": status, "detail": why, **more}
    return JsonResponse(told, status=status, content_type="application/problem+json")


def _is_script(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _back(request: HttpRequest, job_id: UUID) -> HttpResponse:
    address = _next(request)
    return redirect(address) if address else redirect("job", job_id)


def _next(request: HttpRequest) -> str:
    """The page of this site that the form stood on; empty for any other address."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""

"""Time on a task, entered and set right by hand."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jobs.errors import InvalidSubmission, NotManual
from jobs.models import Job, TimeEntry
from jobs.pages.tasks.time_form import TimeForm
from jobs.pages.visitor import visitor
from jobs.selectors.jobs import workable_job
from jobs.selectors.time_entries import entry_of
from jobs.services.time_entries import add_entry, correct_entry, delete_entry
from jobs.states import MANUAL


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A span that the visitor worked on the task."""
    caller, job = visitor(request), _task(request, job_id)
    with timezone.override(ZoneInfo(caller.time_zone)):
        form = TimeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                add_entry(caller, job.pk, **form.cleaned_data)
            except InvalidSubmission as refused:
                _add_errors(form, refused)
            else:
                messages.success(request, f"The time on “{job.title}” is entered.")
                return redirect("job", job.pk)
        return _page(request, job, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, job_id: UUID, number: int) -> HttpResponse:
    """One entry, to be set right; who did that, and what was there before, is kept."""
    caller, job = visitor(request), _task(request, job_id)
    found = _entry(request, job, number)
    with timezone.override(ZoneInfo(caller.time_zone)):
        form = TimeForm(request.POST if request.method == "POST" else None, entry=found)
        if form.is_valid():
            try:
                correct_entry(caller, job.pk, number, form.changes())
            except InvalidSubmission as refused:
                _add_errors(form, refused)
            else:
                messages.success(request, f"The time on “{job.title}” is set right.")
                return redirect("job", job.pk)
        return _page(request, job, form, entry=found)


@login_required
@require_POST
def delete(request: HttpRequest, job_id: UUID, number: int) -> HttpResponse:
    """Count the entry no more; the task's log tells what it was."""
    try:
        delete_entry(visitor(request), job_id, number)
    except (Job.DoesNotExist, TimeEntry.DoesNotExist, NotManual):
        raise Http404 from None
    messages.success(request, "The time entry is deleted; the log keeps what it was.")
    return redirect("job", job_id)


def _task(request: HttpRequest, job_id: UUID) -> Job:
    try:
        job = workable_job(visitor(request), job_id)
    except Job.DoesNotExist:
        raise Http404 from None
    if job.kind != MANUAL:
        raise Http404
    return job


def _entry(request: HttpRequest, job: Job, number: int) -> TimeEntry:
    try:
        return entry_of(visitor(request), job, number)
    except TimeEntry.DoesNotExist:
        raise Http404 from None


def _add_errors(form: TimeForm, refused: InvalidSubmission) -> None:
    for name, text in refused.errors.items():
        form.add_error(name if name in form.fields else None, text)


def _page(request: HttpRequest, job: Job, form: TimeForm, *, entry: TimeEntry | None = None) -> HttpResponse:
    context = {"job": job, "form": form, "entry": entry, "zone": visitor(request).time_zone}
    return render(request, "tasks/time_entry.html", context, status=422 if form.errors else 200)

"""A new task, and one that is changed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import LockedOut
from accounts.models import User
from accounts.pages.limits import refuse_excess
from jobs.errors import IdempotencyMismatch, InvalidSubmission, QueueFull, WrongState
from jobs.models import Job
from jobs.pages.tasks.form import TaskForm
from jobs.pages.visitor import visitor
from jobs.selectors.jobs import visible_job, visible_jobs
from jobs.services import Submission, submit, update_job
from jobs.services.assignment import check_assignee
from jobs.states import MANUAL, Status

MOST_OFFERED = 50
_LONGEST_KEY = 64


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: HttpRequest) -> HttpResponse:
    """The form, empty but for `?due=`; a POST makes the task and goes to its page."""
    caller = visitor(request)
    if request.method != "POST":
        form = TaskForm(caller, _upstream(caller))
        form.initial["due_date"] = request.GET.get("due", "")[:10]
        return _page(request, form)
    form = TaskForm(caller, _upstream(caller), request.POST)
    status = 422
    if form.is_valid():
        try:
            return redirect("job", _submitted(request, caller, form).pk)
        except InvalidSubmission as refused:
            form.add_errors(refused.errors)
        except (QueueFull, LockedOut) as refused:
            form.add_error(None, str(refused))
            status = 429
        except IdempotencyMismatch:
            form.add_error(None, "This form was already sent once, with something else in it. Send it again.")
            status = 409
    return _page(request, form, status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_task(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A POST sets what was changed in the form; what was left as it was shown stays as it is."""
    caller = visitor(request)
    job = _task(caller, job_id)
    if job.is_final:
        messages.warning(request, f"A {job.status} task cannot be changed; reopen it first.")
        return redirect("job", job_id)
    upstream = _upstream(caller, job) if job.status != Status.PROCESSING else []
    form = TaskForm(caller, upstream, request.POST if request.method == "POST" else None, job=job)
    try:
        if form.is_valid():
            return _changed(request, caller, job, form)
    except InvalidSubmission as refused:
        form.add_errors(refused.errors)
    except WrongState as refused:
        form.add_error(None, str(refused))
        return _page(request, form, 409, job=job)
    return _page(request, form, 422, job=job)


def _submitted(request: HttpRequest, caller: User, form: TaskForm) -> Job:
    refuse_excess(request, "submission")
    values = form.values()
    check_assignee(caller, values.get("assignee_id"))
    key = request.POST.get("idempotency_key", "")[:_LONGEST_KEY] or None
    asked = Submission(owner_id=caller.pk, kind=MANUAL, payload={}, idempotency_key=key, **values)
    return submit(asked).job


def _changed(request: HttpRequest, caller: User, job: Job, form: TaskForm) -> HttpResponse:
    changes = form.values(form.changed_data)
    if "assignee_id" in changes and changes["assignee_id"] != job.assignee_id:
        check_assignee(caller, changes["assignee_id"])
    if changes:
        update_job(caller, job.pk, changes)
    words = "is saved" if changes else "is as it was: nothing was changed"
    messages.success(request, f"“{changes.get('title', job.title)}” {words}.")
    return redirect("job", job.pk)


def _task(caller: User, job_id: UUID) -> Job:
    try:
        job = visible_job(caller, job_id)
    except Job.DoesNotExist:
        raise Http404 from None
    if job.kind != MANUAL:
        raise Http404
    return job


def _upstream(caller: User, job: Job | None = None) -> list[Job]:
    """What a task may wait for: those that `job` does, and the caller's newest that have not ended."""
    offered = visible_jobs(caller).top_level().only("title", "kind").order_by("-id")
    chosen = [edge.upstream_id for edge in job.upstream_edges.all()] if job else []
    live = offered.live().exclude(pk__in=[*chosen, *([job.pk] if job else [])])
    return [*(offered.filter(pk__in=chosen) if chosen else []), *live[:MOST_OFFERED]]


def _page(request: HttpRequest, form: TaskForm, status: int = 200, *, job: Job | None = None) -> HttpResponse:
    context = {"form": form, "job": job, "key": uuid4()}
    return render(request, "tasks/form.html", context, status=status if form.errors else 200)

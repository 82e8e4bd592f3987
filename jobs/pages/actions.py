"""What the buttons of a job's page do: one service call each, then back to the page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from jobs.errors import WrongState
from jobs.models import Job
from jobs.pages.visitor import visitor
from jobs.services import cancel_job, hold_job, resume_job, retry_job


@login_required
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return _act(request, job_id, cancel_job)


@login_required
@require_POST
def hold(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return _act(request, job_id, hold_job)


@login_required
@require_POST
def resume(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return _act(request, job_id, resume_job)


@login_required
@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return _act(request, job_id, retry_job)


def _act(request: HttpRequest, job_id: UUID, service: Callable[[User, UUID], Job]) -> HttpResponse:
    try:
        service(visitor(request), job_id)
    except Job.DoesNotExist:
        raise Http404 from None
    except WrongState as error:
        messages.warning(request, str(error))
    return redirect("job", job_id)

"""Who asks, and which job they may see."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.models import User
from jobs.models import Job
from jobs.selectors.jobs import readable_job


def visitor(request: HttpRequest) -> User:
    """The signed-in person; the views that call it demand a session."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def job_or_404(request: HttpRequest, job_id: UUID) -> Job:
    """A missing job and somebody else's are the same 404."""
    try:
        return readable_job(visitor(request), job_id)
    except Job.DoesNotExist:
        raise Http404 from None

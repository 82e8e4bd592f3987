"""A job's file, for who may look at the job's page."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from jobs.models import Artefact
from jobs.pages.visitor import job_or_404
from jobs.services.download import download


@login_required
@require_safe
def artefact_file(request: HttpRequest, job_id: UUID, artefact_id: UUID) -> HttpResponseBase:
    """To be saved; staff may have those of everybody's jobs, as they see the pages."""
    job = job_or_404(request, job_id)
    try:
        return download(request, job.pk, artefact_id)
    except Artefact.DoesNotExist:
        raise Http404 from None

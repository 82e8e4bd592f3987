"""The report of an analysis to be read, and the passages that its findings rest on."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from generation.documents.templates import TEMPLATES
from generation.models import Document
from generation.pages.visitor import visitor
from generation.selectors.analyses import analysis_job
from generation.selectors.documents import document_of, text_between
from generation.selectors.reports import report_of
from jobs.selectors.possible import possible

MOST_GAPS = 200
AROUND = 240  # characters before and after a passage
LONGEST_PASSAGE = 4000
_FILES = (("report", "Markdown"), ("result", "JSON"), ("errors", "Errors"))


@never_cache
@login_required
@require_safe
def report_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What the analysis found. One that has found nothing yet is shown on its job's page."""
    caller = visitor(request)
    try:
        job = analysis_job(caller, job_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    report = report_of(job)
    if not isinstance(report, Mapping) or report.get("template") not in TEMPLATES:
        return redirect("job", job.pk)
    document = Document.objects.owned_by(caller.pk).filter(pk=report["document_id"]).first()
    gaps = report["gaps"]
    context = {
        "job": job,
        "report": report,
        "can": possible(job),
        "document_name": document.name if document else job.title,
        # Without its text the spans are numbers that lead nowhere.
        "passages": reverse("document-passage", args=[document.pk]) if document and document.text_length else "",
        "findings_template": f"documents/findings/{report['template']}.html",
        "gaps": [gap | {"number": gap["index"] + 1} for gap in gaps[:MOST_GAPS]],
        "more_gaps": max(0, len(gaps) - MOST_GAPS),
        "files": [
            {"label": label, "url": f"/api/v1/analyze/{job.pk}/{name}"}
            for name, label in _FILES
            if name != "errors" or gaps
        ],
    }
    return render(request, "documents/report.html", context)


@never_cache
@login_required
@require_safe
def passage(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Characters `?start=` to `?end=` of a document among those around them; to a script only the passage."""
    try:
        document = document_of(visitor(request).pk, document_id)
        start, end = (int(request.GET.get(name, "")) for name in ("start", "end"))
    except (ObjectDoesNotExist, ValueError):
        raise Http404 from None
    length = document.text_length or 0
    if not 0 <= start < end <= length:
        raise Http404
    end = min(end, start + LONGEST_PASSAGE)
    first, last = max(0, start - AROUND), min(length, end + AROUND)
    text = text_between(document.pk, first, last)
    context = {
        "document": document,
        "start": start,
        "end": end,
        "before": text[: start - first],
        "marked": text[start - first : end - first],
        "after": text[end - first :],
        "more_before": first > 0,
        "more_after": last < length,
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "documents/passage.html" if is_part else "documents/passage_page.html", context)

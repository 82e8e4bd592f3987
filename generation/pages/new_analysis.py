"""The page that takes a document and what is to be found in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.errors import LockedOut
from accounts.pages.limits import refuse_excess
from generation.documents.kinds import ACCEPTED
from generation.documents.reading.errors import NotADocument
from generation.documents.templates import TEMPLATES, Template
from generation.errors import DocumentRefused
from generation.llm.registry import provider
from generation.models import Document
from generation.pages.addresses import id_in
from generation.pages.analysis_form import ABOUT, controls, values_of
from generation.pages.visitor import visitor
from generation.selectors.documents import documents_of
from generation.services.analyze import Told, analyze, check_options
from generation.services.documents import store_document
from generation.services.upload_limits import is_too_long
from jobs.errors import IdempotencyMismatch, InvalidSubmission, QueueFull
from jobs.selectors.chunks import payload_of
from jobs.selectors.jobs import visible_jobs

MOST_LISTED = 50
_LONGEST_KEY = 64
_PASTED = "Pasted text"
_TYPED = "Go back in your browser to find what you typed."
INSTRUCTION = "instruction"


@csrf_exempt  # `_sent` checks it: a form that is too large to be read is to be answered by the page all the same
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_analysis(request: HttpRequest) -> HttpResponse:
    """The form: empty, for the document `?document=`, or with what the job `?from=` was asked.

    A POST submits it and goes to the new job's page.
    """
    if request.method != "POST":
        values = _earlier(request)
        return _page(request, values, chosen=request.GET.get("document", values.get("document_id", "")))
    if is_too_long(request.META, settings.DOCUMENT_UPLOAD_MAX_BYTES):
        said = f"What was sent is larger than {_shown(settings.DOCUMENT_UPLOAD_MAX_BYTES)}; send the document in parts."
        return _page(request, {}, {"": f"{said} {_TYPED}"}, typed=QueryDict(), status=413)
    try:
        return _sent(request)
    except RequestDataTooBig:
        said = (
            f"The text is larger than {_shown(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}, which is more than can be pasted:"
        )
        said += f" keep it as a file, and choose that; it may have {_shown(settings.DOCUMENT_UPLOAD_MAX_BYTES)}."
        return _page(request, {}, {"": f"{said} {_TYPED}"}, typed=QueryDict(), status=413)


@csrf_protect
def _sent(request: HttpRequest) -> HttpResponse:
    values = values_of(request.POST)
    key = request.POST.get("idempotency_key", "")[:_LONGEST_KEY]
    try:
        refuse_excess(request, "submission")
        check_options(values)  # first: a refused form leaves no document behind
        document = _document(request)
        job = analyze(visitor(request).pk, document, values, Told(idempotency_key=key or None)).job
    except InvalidSubmission as error:
        return _page(request, values, error.errors, status=422)
    except (NotADocument, DocumentRefused) as error:
        return _page(request, values, {"document_id": str(error)}, status=422)
    except (QueueFull, LockedOut) as error:
        return _page(request, values, {"": str(error)}, status=429)
    except IdempotencyMismatch:
        note = "This form was already sent once, with something else in it. Send it again to start another analysis."
        return _page(request, values, {"": note}, status=409)
    return redirect("job", job.pk)


def _document(request: HttpRequest) -> UUID:
    """What was sent: a file, a text, or one that is stored; a file counts before the others."""
    owner_id = visitor(request).pk
    if file := request.FILES.get("file"):
        return store_document(owner_id, file.name or "", file.read()).document.pk
    if (text := request.POST.get("text", "")).strip():
        name = text.strip().splitlines()[0][:60].strip() or _PASTED
        return store_document(owner_id, name, text.replace("\r\n", "\n")).document.pk
    chosen = id_in(request.POST.get("document"))
    if chosen is None:
        raise InvalidSubmission({"document_id": "Choose a file, paste a text, or take one of your documents."})
    return chosen


def _earlier(request: HttpRequest) -> dict[str, Any]:
    """What the job `?from=` was asked for; nothing where there is no such job of theirs."""
    job_id = id_in(request.GET.get("from"))
    job = visible_jobs(visitor(request)).filter(pk=job_id).first() if job_id else None
    if job is None:
        return {}
    payload, _ = payload_of(job.pk)
    return dict(payload) if isinstance(payload, Mapping) else {}


def _page(
    request: HttpRequest,
    values: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    *,
    chosen: str = "",
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    """`typed` stands for what was posted where that could not be read."""
    errors = errors or {}
    typed = request.POST if typed is None else typed
    form = controls(values, errors)
    chosen_id = id_in(typed.get("document") or chosen)
    context = {
        "templates": [_choice(template) for template in TEMPLATES.values()],
        "template": values.get("template") or ("" if values.get("instruction") else "summary"),
        "about": [control for control in form if control.name in ABOUT],
        "options": [control for control in form if control.name not in ABOUT],
        "errors": errors,
        "unplaced": [text for path, text in errors.items() if not path],
        "documents": _listed(visitor(request).pk, chosen_id),
        "chosen": str(chosen_id or ""),
        "text": typed.get("text", ""),
        "limit": _shown(settings.DOCUMENT_UPLOAD_MAX_BYTES),
        "most_bytes": settings.DOCUMENT_UPLOAD_MAX_BYTES,
        "accepted": ACCEPTED,
        "idempotency_key": str(uuid4()),
    }
    return render(request, "documents/new.html", context, status=status)


def _shown(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def _choice(template: Template) -> dict[str, Any]:
    """A template as the form shows it; `why` it cannot be had here, where it cannot."""
    return {
        "value": "" if template is TEMPLATES[INSTRUCTION] else template.name,
        "label": "In your own words" if template is TEMPLATES[INSTRUCTION] else template.label,
        "help": template.help,
        "takes": " ".join(template.takes),
        "why": template.not_offered.get(provider().name, ""),
    }


def _listed(owner_id: UUID, chosen: UUID | None) -> list[Document]:
    """The owner's latest documents, and the one that is chosen."""
    latest = list(documents_of(owner_id)[:MOST_LISTED])
    if chosen is None or chosen in {document.pk for document in latest}:
        return latest
    return [*documents_of(owner_id).filter(pk=chosen), *latest]

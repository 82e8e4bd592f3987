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
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import LockedOut
from accounts.pages.limits import refuse_excess
from generation.documents.kinds import accepted
from generation.documents.reading.errors import NotADocument
from generation.documents.templates import TEMPLATES, Template
from generation.errors import DocumentRefused
from generation.llm.registry import provider
from generation.models import Document
from generation.pages.addresses import id_in
from generation.pages.analysis_form import ABOUT, controls, values_of
from generation.pages.analysis_told import LONGEST_TITLE, told_of
from generation.pages.visitor import visitor
from generation.selectors.analysis_estimate import AnalysisEstimate, estimate_analysis
from generation.selectors.documents import documents_of
from generation.services.analyze import Told, analyze, check_options
from generation.services.documents import store_document
from generation.services.upload_limits import is_too_long, megabytes
from jobs.errors import IdempotencyMismatch, InvalidSubmission, QueueFull
from jobs.money import usd
from jobs.selectors.chunks import payload_of
from jobs.selectors.jobs import visible_jobs

MOST_LISTED = 50
_LONGEST_KEY = 64
_PASTED = "Pasted text"
_TYPED = "Go back in your browser to find what you typed."
INSTRUCTION = "instruction"
_SIZES = ("max_chunk_chars", "overlap_chars", "concurrency", "models")


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
    most = megabytes(settings.DOCUMENT_UPLOAD_MAX_BYTES)
    if is_too_long(request.META, settings.DOCUMENT_UPLOAD_MAX_BYTES):
        said = f"What was sent is larger than {most}; send the document in parts."
        return _page(request, {}, {"": f"{said} {_TYPED}"}, typed=QueryDict(), status=413)
    try:
        return _sent(request)
    except RequestDataTooBig:
        pasted = megabytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        said = f"The text is larger than {pasted}, which is more than can be pasted:"
        said += f" keep it as a file, and choose that; it may have {most}."
        return _page(request, {}, {"": f"{said} {_TYPED}"}, typed=QueryDict(), status=413)


@csrf_protect
def _sent(request: HttpRequest) -> HttpResponse:
    values = values_of(request.POST)
    key = request.POST.get("idempotency_key", "")[:_LONGEST_KEY]
    try:
        refuse_excess(request, "submission")
        told = _checked(request, values, key or None)
        job = analyze(visitor(request).pk, _document(request), values, told).job
    except InvalidSubmission as error:
        return _page(request, values, error.errors, chosen=_kept(request), status=422)
    except (NotADocument, DocumentRefused) as error:
        return _page(request, values, {"document_id": str(error)}, status=422)
    except (QueueFull, LockedOut) as error:
        return _page(request, values, {"": str(error)}, status=429)
    except IdempotencyMismatch:
        note = "This form was already sent once, with something else in it. Send it again to start another analysis."
        return _page(request, values, {"": note}, status=409)
    return redirect("job", job.pk)


def _checked(request: HttpRequest, values: Mapping[str, Any], key: str | None) -> Told:
    """First of all, so that a refused form leaves no text behind. InvalidSubmission names the bad fields of all."""
    errors: dict[str, str] = {}
    told = Told()
    try:
        told = told_of(request.POST, key)
    except InvalidSubmission as error:
        errors |= error.errors
    try:
        check_options(values)
    except InvalidSubmission as error:
        errors |= error.errors
    if errors:
        raise InvalidSubmission(errors)
    return told


def _kept(request: HttpRequest) -> str:
    """The id of the file that came with a refused form: no page can put a file back where it was chosen."""
    if not request.FILES.get("file"):
        return ""
    try:
        return str(_document(request))
    except (NotADocument, DocumentRefused):
        return ""


def _document(request: HttpRequest) -> UUID:
    """What was sent: a file, a text, or one that is stored; a file counts before the others."""
    owner_id = visitor(request).pk
    if file := request.FILES.get("file"):
        file.seek(0)
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
    told = {"title": job.title, "max_cost_usd": usd(job.max_cost_nano) or ""}
    return {**payload, **told} if isinstance(payload, Mapping) else {}


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
    chosen_id = id_in(chosen or typed.get("document"))
    documents = _listed(visitor(request).pk, chosen_id)
    context = {
        "templates": [_choice(template) for template in TEMPLATES.values()],
        "template": values.get("template") or ("" if values.get("instruction") else "summary"),
        "about": [control for control in form if control.name in ABOUT],
        "options": [control for control in form if control.name not in ABOUT],
        "errors": errors,
        "unplaced": [text for path, text in errors.items() if not path],
        "documents": documents,
        "estimate": _estimate(values, _characters(documents, chosen_id, typed)),
        "title": typed.get("title", values.get("title", "")),
        "max_cost_usd": typed.get("max_cost_usd", values.get("max_cost_usd", "")),
        "longest_title": LONGEST_TITLE,
        "chosen": str(chosen_id or ""),
        "text": typed.get("text", ""),
        "limit": megabytes(settings.DOCUMENT_UPLOAD_MAX_BYTES),
        "most_bytes": settings.DOCUMENT_UPLOAD_MAX_BYTES,
        "accepted": accepted(),
        "idempotency_key": str(uuid4()),
    }
    return render(request, "documents/new.html", context, status=status)


@login_required
@require_POST
def analysis_estimate(request: HttpRequest) -> HttpResponse:
    """The estimate for the form as it stands, of `characters`; no content while it cannot be read."""
    characters = request.POST.get("characters", "")
    count = int(characters) if characters.isascii() and characters.isdecimal() and len(characters) < 12 else 0
    estimate = _estimate(values_of(request.POST), count)
    if count and estimate is None:
        return HttpResponse(status=204)
    return render(request, "documents/estimate.html", {"estimate": estimate})


def _estimate(values: Mapping[str, Any], characters: int) -> AnalysisEstimate | None:
    """None while there is no text, or while its sizes cannot be read."""
    sizes = {name: values[name] for name in _SIZES if name in values}
    for asked in (values, sizes | {"template": "summary"}):  # as a summary while the form is not filled in
        try:
            return estimate_analysis(check_options(asked), characters) if characters else None
        except InvalidSubmission:
            continue
    return None


def _characters(documents: list[Document], chosen: UUID | None, typed: QueryDict) -> int:
    for document in documents:
        if document.pk == chosen:
            return document.text_length or document.size_bytes
    return len(typed.get("text", ""))


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

"""The list of stored documents."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from generation.errors import DocumentInUse
from generation.models import Document
from generation.pages.addresses import id_in, listing
from generation.pages.visitor import visitor
from generation.selectors.documents import describe_documents, documents_of
from generation.services.documents import delete_document

PAGE_SIZE = 50
_LONGEST = 200


@never_cache
@login_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The caller's documents, newest first; `q` searches their names, `before` goes on from one."""
    q = request.GET.get("q", "").strip()[:_LONGEST]
    before = id_in(request.GET.get("before"))
    found = documents_of(visitor(request).pk, q=q)
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE_SIZE + 1])
    shown = describe_documents(rows[:PAGE_SIZE])
    context = {
        "documents": shown,
        "q": q,
        "is_empty": not (shown or q or before),
        "previous_url": listing("/documents", q=q) if before else "",
        "next_url": listing("/documents", q=q, before=shown[-1]["id"]) if len(rows) > PAGE_SIZE else "",
        "retention_days": settings.DOCUMENT_RETENTION_DAYS,
    }
    return render(request, "documents/list.html", context)


@login_required
@require_POST
def delete(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Delete one, with its text; the reports that were made of it stay."""
    try:
        delete_document(visitor(request).pk, document_id)
    except Document.DoesNotExist:
        raise Http404 from None
    except DocumentInUse as refused:
        messages.error(request, str(refused))
    return redirect("documents")

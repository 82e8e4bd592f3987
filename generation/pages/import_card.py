"""The page that takes cards which others wrote."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from generation.cards.reading.errors import NotACard
from generation.pages.visitor import visitor
from generation.selectors.cards import describe_card
from generation.services.import_card import import_card
from generation.services.upload_limits import is_too_long, megabytes

_SHOWN = 80


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """A place to drop a file; after one was sent, what became of it, and the place for the next."""
    if request.method != "POST":
        return _page(request)
    file, limit = request.FILES.get("file"), settings.CARD_UPLOAD_MAX_BYTES
    if is_too_long(request.META):
        return _page(request, error=f"The file is larger than {megabytes(limit)}; make it smaller.", status=413)
    if file is None:
        words = f"No file came with the form, or a larger one than {megabytes(limit)}. Choose one and send it again."
        return _page(request, error=words, status=422)
    return _answer(request, file)


def _answer(request: HttpRequest, file: UploadedFile[Any]) -> HttpResponse:
    name = (file.name or "The file")[:_SHOWN]
    try:
        imported = import_card(visitor(request).pk, file.read())
    except NotACard as refused:
        return _page(request, error=str(refused), file_name=name, status=422)
    card = describe_card(imported.card)
    return _page(request, card=card, file_name=name, losses=imported.losses, warnings=imported.warnings)


def _page(request: HttpRequest, status: int = 200, **told: object) -> HttpResponse:
    context = {"limit": megabytes(settings.CARD_UPLOAD_MAX_BYTES), **told}
    return render(request, "cards/import.html", context, status=status)

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
from generation.errors import AssetRefused
from generation.pages.visitor import visitor
from generation.selectors.cards import describe_card
from generation.services.import_card import import_card

_SHOWN = 80


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """A place to drop a file; after one was sent, what became of it, and the place for the next."""
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, error="No file came with the form. Choose one and send it again.")
    return _answer(request, file)


def _answer(request: HttpRequest, file: UploadedFile[Any]) -> HttpResponse:
    name, limit = (file.name or "The file")[:_SHOWN], settings.CARD_UPLOAD_MAX_BYTES
    if (file.size or 0) > limit:
        return _page(request, error=f"{name} is larger than {limit // 1_000_000} MB; make it smaller.", status=413)
    try:
        imported = import_card(visitor(request).pk, file.read())
    except (NotACard, AssetRefused) as refused:
        return _page(request, error=str(refused), file_name=name, status=422)
    card = describe_card(imported.card)
    return _page(request, card=card, file_name=name, losses=imported.losses, warnings=imported.warnings)


def _page(request: HttpRequest, status: int = 200, **told: object) -> HttpResponse:
    context = {"megabytes": settings.CARD_UPLOAD_MAX_BYTES // 1_000_000, **told}
    return render(request, "cards/import.html", context, status=status)

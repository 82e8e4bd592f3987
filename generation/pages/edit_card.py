"""A card edited by hand in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from generation.cards.card import CardData
from generation.pages.passages import changes_of, passages_of
from generation.pages.visitor import card_or_404, visitor
from generation.services.edit_card import edit_card as save
from jobs.errors import InvalidSubmission


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit_card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Every text of the card in a field of its own; a POST keeps what was changed, as a new revision."""
    row = card_or_404(request, card_id)
    card = CardData.model_validate(row.data)
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in request.POST}
        try:
            changes = changes_of(card, typed)
            save(visitor(request).pk, row.pk, changes)
            words = "is saved" if changes else "is as it was: nothing was changed"
            messages.success(request, f"{row.name} {words}.")
            return redirect("card", row.pk)
        except InvalidSubmission as error:
            errors = error.errors
    passages = passages_of(card, typed, errors)
    shown = {passage.name for passage in passages if passage.error}
    context = {"row": row, "passages": passages, "errors": [] if shown else [*errors.values()], "has_errors": errors}
    return render(request, "cards/edit.html", context, status=422 if errors else 200)

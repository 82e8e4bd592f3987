"""A card edited by hand in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from generation.cards.card import CardData
from generation.cards.stored import faults_of, mended, read
from generation.errors import UnreadableCard
from generation.models import Card
from generation.pages import lore_fields
from generation.pages.passages import changes_of, passages_of
from generation.pages.visitor import card_or_404, visitor
from generation.services.edit_card import edit_card as save
from jobs.errors import InvalidSubmission


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit_card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Every text of the card in a field of its own; a POST keeps what was changed, as a new revision.

    Two buttons keep nothing yet: they show the form with one lore entry more, or one less.
    """
    row = card_or_404(request, card_id)
    card, mends = _readable(row)
    if request.method != "POST":
        return _form(request, row, card, {}, {}, mends)
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in request.POST}
    if "add-lore" in typed:
        return _form(request, row, card, lore_fields.with_blank(typed), {}, mends)
    if "remove-lore" in typed:
        return _form(request, row, card, lore_fields.without(typed, typed["remove-lore"]), {}, mends)
    try:
        changes = changes_of(card, typed)
        save(visitor(request).pk, row.pk, changes)
    except InvalidSubmission as error:
        return _form(request, row, card, typed, error.errors, mends)
    words = "is saved" if changes or mends else "is as it was: nothing was changed"
    messages.success(request, f"{row.name} {words}.")
    return redirect("card", row.pk)


def _readable(row: Card) -> tuple[CardData, list[str]]:
    """The card, and what a save changes of one whose data fits the standard no more."""
    try:
        if not faults_of(row.data):
            return read(row.data), []
        card, mends = mended(row.data)
    except UnreadableCard as unreadable:
        return CardData(name=row.name), [
            *unreadable.faults,
            "Nothing of it can be read: what is typed here takes its place.",
        ]
    return card, mends or ["What is missing is filled in."]


def _form(
    request: HttpRequest,
    row: Card,
    card: CardData,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    mends: Sequence[str] = (),
) -> HttpResponse:
    passages = passages_of(card, typed, errors)
    lore = lore_fields.lore_fields(card, typed, errors)
    is_told = any(passage.error for passage in passages) or any(entry.has_error for entry in lore)
    context = {
        "row": row,
        "passages": passages,
        "lore": lore,
        "blank": lore_fields.blank("new-0"),
        "errors": [] if is_told else [*errors.values()],
        "has_errors": errors,
        "mends": mends,
        "is_changed": "add-lore" in typed or "remove-lore" in typed,
    }
    return render(request, "cards/edit.html", context, status=422 if errors else 200)

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
from generation.cards.mending import mended
from generation.cards.stored import faults_of, read
from generation.errors import EditedMeanwhile, UnreadableCard
from generation.models import Card
from generation.pages import lore_fields
from generation.pages.passages import changes_of, passages_of
from generation.pages.visitor import card_or_404, visitor
from generation.services.edit_card import edit_card as save
from generation.services.edit_card import version_of
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
    if not lore_fields.is_as_shown(card, typed):  # its numbers are those of other entries
        return _conflict(request, row, card, lore_fields.forgotten(typed), mends)
    if "add-lore" in typed:
        return _form(request, row, card, lore_fields.with_blank(typed), {}, mends)
    if "remove-lore" in typed:
        return _form(request, row, card, lore_fields.without(typed, typed["remove-lore"]), {}, mends)
    try:
        changes = changes_of(card, typed)
        save(visitor(request).pk, row.pk, changes, since=[typed["version"]] if "version" in typed else None)
    except InvalidSubmission as error:
        return _form(request, row, card, typed, error.errors, mends)
    except EditedMeanwhile:
        return _conflict(request, row, card, typed, mends)
    words = "is saved" if changes or mends else "is as it was: nothing was changed"
    messages.success(request, f"{row.name} {words}.")
    return redirect("card", row.pk)


def _conflict(
    request: HttpRequest, row: Card, card: CardData, typed: Mapping[str, str], mends: Sequence[str]
) -> HttpResponse:
    """What was typed, over the card as it is now; sent once more, it is kept."""
    words = (
        "It was changed elsewhere since this form was opened. What you typed is below: compare it with the card as it"
        " is now, then save it again, which replaces what is there."
    )
    if lore_fields.SHOWN not in typed:
        words += " The lore below is the card's as it is now: change it again."
    fresh = {name: value for name, value in typed.items() if name != "version"}
    return _form(request, row, card, fresh, {"": words}, mends, status=409)


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
    *,
    status: int = 422,
) -> HttpResponse:
    passages = passages_of(card, typed, errors)
    lore = lore_fields.lore_fields(card, typed, errors)
    told = " ".join(part.error for part in (*passages, *(part for entry in lore for part in entry.passages)))
    context = {
        "row": row,
        "passages": passages,
        "lore": lore,
        "blank": lore_fields.blank("new-0"),
        "errors": [f"{path}: {text}" if path else text for path, text in errors.items() if text not in told],
        "version": typed.get("version", version_of(row)),
        "lore_version": lore_fields.version_of(card),
        "has_errors": errors,
        "mends": mends,
        "is_changed": "add-lore" in typed or "remove-lore" in typed,
    }
    return render(request, "cards/edit.html", context, status=status if errors else 200)

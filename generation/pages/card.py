"""The page of one card."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.api.files import attached
from generation.cards.documents import readable
from generation.cards.export import Format
from generation.cards.stored import read
from generation.errors import AssetRefused, BadPicture, UnreadableCard
from generation.models import Card
from generation.pages import story
from generation.pages.visitor import card_or_404, visitor
from generation.selectors.cards import links
from generation.selectors.missing_files import missing_files
from generation.services.change_picture import change_picture
from generation.services.delete_card import delete_card
from generation.services.duplicate_card import duplicate_card
from generation.services.export_card import losses_of
from generation.services.upload_limits import is_too_long
from jobs.selectors.jobs import visible_jobs

OPENS_IN: dict[Format, tuple[str, str]] = {
    "png": ("PNG card", "SillyTavern, RisuAI, Agnai, Chub"),
    "v3": ("JSON V3", "SillyTavern, RisuAI"),
    "charx": ("CHARX", "RisuAI; all its files in one"),
    "v2": ("JSON V2", "SillyTavern, Agnai, Chub, older readers"),
}


@never_cache
@login_required
@require_safe
def card_page(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """The card, set to be read."""
    row = card_or_404(request, card_id)
    try:
        card = read(row.data)
    except UnreadableCard as unreadable:
        return render(request, "cards/unreadable.html", {"row": row, "faults": unreadable.faults})
    addresses = links(row)
    context = {
        "row": row,
        "card": card,
        "job_url": _job_url(request, row),
        "missing": missing_files(row, card),
        "portrait_url": addresses["portrait"],
        "downloads": _downloads(row, addresses),
        "passages": story.passages(card),
        "greetings": story.greetings(card),
        "dialogues": story.dialogues(card),
        "lore": story.lore(card.character_book),
        "instructions": story.instructions(card),
    }
    return render(request, "cards/card.html", context)


def _job_url(request: HttpRequest, row: Card) -> str:
    is_there = row.job_id is not None and visible_jobs(visitor(request)).filter(pk=row.job_id).exists()
    return f"/jobs/{row.job_id}" if is_there else ""


@never_cache
@login_required
@require_safe
def raw(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """What is stored of the card, as it is: the way out for one that can be read no more."""
    row = card_or_404(request, card_id)
    return attached(readable(row.data), "application/json", f"card-{row.pk}.json")


def _downloads(row: Card, addresses: dict[str, str]) -> list[dict[str, Any]]:
    """The files it may be taken away as, each with what it would not hold."""
    lost = losses_of(row, *OPENS_IN)
    return [
        {"url": addresses[form], "name": name, "opens_in": readers, "losses": lost[form]}
        for form, (name, readers) in OPENS_IN.items()
        if form in addresses
    ]


@login_required
@require_POST
def picture(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """The picture that was sent in the place of the one it has."""
    row: Card = card_or_404(request, card_id)
    file = request.FILES.get("file")
    try:
        if is_too_long(request.META) or file is None:
            raise BadPicture("No picture came with the form, or one that is too large; choose another.")
        change_picture(visitor(request).pk, row.pk, file.read())
    except (AssetRefused, BadPicture) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{row.name} has another picture.")
    return redirect("card", card_id=row.pk)


@login_required
@require_POST
def duplicate(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """A copy, on its page."""
    row: Card = card_or_404(request, card_id)
    try:
        copy = duplicate_card(visitor(request).pk, row.pk)
    except AssetRefused as refused:
        messages.error(request, str(refused))
        return redirect("card", card_id=row.pk)
    messages.success(request, f"This is a copy of {row.name}; the other one is as it was.")
    return redirect("card", card_id=copy.pk)


@login_required
@require_POST
def delete(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Delete the card; its job stays."""
    row: Card = card_or_404(request, card_id)
    delete_card(visitor(request).pk, row.pk)
    messages.success(request, f"{row.name} is deleted.")
    return redirect("cards")

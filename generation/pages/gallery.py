"""The list of cards."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from generation.pages.addresses import id_in, listing
from generation.pages.visitor import visitor
from generation.selectors.cards import cards_of, describe_card

PAGE_SIZE = 24
_LONGEST = 200


@never_cache
@login_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The caller's cards, newest first; `q` searches, `tag` filters, `before` goes on from a card."""
    q, tag = (request.GET.get(name, "").strip()[:_LONGEST] for name in ("q", "tag"))
    before = id_in(request.GET.get("before"))
    found = cards_of(visitor(request).pk, q=q, tag=tag)
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE_SIZE + 1])
    cards = [describe_card(card) for card in rows[:PAGE_SIZE]]
    context = {
        "cards": cards,
        "q": q,
        "tag": tag,
        "is_empty": not (cards or q or tag or before),
        "previous_url": listing("/cards", q=q, tag=tag) if before else "",
        "next_url": listing("/cards", q=q, tag=tag, before=cards[-1]["id"]) if len(rows) > PAGE_SIZE else "",
    }
    return render(request, "cards/list.html", context)

"""The list of cards."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from generation.models import Card
from generation.pages.addresses import id_in, listing
from generation.pages.visitor import visitor
from generation.selectors.card_order import NEWEST, ORDERINGS, behind, place_of
from generation.selectors.cards import cards_of, describe_cards, tags_of

PAGE_SIZE = 24
TAGS_IN_VIEW = 16
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag of the caller's cards; `url` is the list of those that have it, or of all where they are shown."""

    name: str
    count: int
    url: str
    is_current: bool


@never_cache
@login_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The caller's cards; `q` searches, `tag` filters, `ordering` sorts; `before`, with `at`, goes on from a card."""
    owner = visitor(request).pk
    q, tag, ordering, at = (request.GET.get(name, "").strip()[:_LONGEST] for name in ("q", "tag", "ordering", "at"))
    ordering = ordering if ordering in ORDERINGS else NEWEST
    asked = {"q": q, "tag": tag.lower(), "ordering": "" if ordering == NEWEST else ordering}
    before = id_in(request.GET.get("before"))
    found = cards_of(owner, q=q, tag=tag, ordering=ordering)
    rows = list((behind(found, ordering, before, at) if before else found)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    tags = _tags(tags_of(owner), asked)
    context = {
        "cards": describe_cards(shown),
        **asked,
        "orderings": [(name, word, name == ordering) for name, word in ORDERINGS.items()],
        "tags": tags[:TAGS_IN_VIEW],
        "more_tags": tags[TAGS_IN_VIEW:],
        "is_empty": not (shown or q or tag or before),
        "is_newest_first": ordering == NEWEST,
        "is_by_change": ordering == "-updated_at",
        "previous_url": listing("/cards", **asked) if before else "",
        "next_url": _next(shown, ordering, asked) if len(rows) > PAGE_SIZE else "",
    }
    return render(request, "cards/list.html", context)


def _next(shown: list[Card], ordering: str, asked: dict[str, str]) -> str:
    last = shown[-1]
    return listing("/cards", **asked, before=str(last.pk), at=place_of(last, ordering))


def _tags(counted: list[tuple[str, int]], asked: dict[str, str]) -> list[TagLink]:
    """The tag that is asked for comes first, so that it can be seen and taken away."""
    current = asked["tag"]
    links = [
        TagLink(name, count, listing("/cards", **asked | {"tag": "" if name == current else name}), name == current)
        for name, count in counted
    ]
    return sorted(links, key=lambda link: not link.is_current)

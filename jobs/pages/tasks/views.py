"""The tasks of a person as a board, a list or a calendar, at one address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.pages.filters import cursor
from jobs.pages.tasks import asked as words
from jobs.pages.tasks.asked import Asked, BadAddress
from jobs.pages.tasks.calendar import month_of
from jobs.pages.tasks.cards import WIDE, Card, cards_of
from jobs.pages.visitor import visitor
from jobs.queue.snapshot import snapshot
from jobs.selectors.jobs import workable_jobs
from jobs.selectors.tasks import Column, first_of, in_columns, slice_of, tasks_of, words_of
from jobs.states import Priority

MOST_IN_COLUMN = 20
PAGE_SIZE = 50
_COLUMNS = {Column.TODO: "To do", Column.DOING: "Doing", Column.DONE: "Done"}


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """The first tasks of a column; `more_url` lists all where there are others."""

    name: Column
    title: str
    cards: list[Card]
    more_url: str


@never_cache
@login_required
@require_safe
def task_pages(request: HttpRequest) -> HttpResponse:
    """A request by a script gets the view alone. 422 names what the address asks for in vain."""
    caller, now = visitor(request), timezone.now()
    asked = Asked.of(request.GET)
    try:
        with snapshot():  # a task that is moved meanwhile stands in one column, not in two or none
            shown = _shown(caller, asked.checked(), now)
    except BadAddress as refused:
        shown = {"errors": refused.errors}
    if request.headers.get("HX-Request"):
        return render(request, "tasks/view.html", shown | {"asked": asked})
    context = shown | _choices(caller, asked) | {"asked": asked}
    return render(request, "tasks/page.html", context, status=422 if "errors" in shown else 200)


def _shown(caller: User, asked: Asked, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(caller.time_zone)
    parts = tasks_of(caller, asked.filters(zone, now))
    match asked.view:
        case "list":
            return _list(caller, asked, parts, now)
        case "calendar":
            return {"month": month_of(asked, parts, now, zone)}
        case _:
            return _board(caller, asked, parts, now)


def _board(caller: User, asked: Asked, parts: Sequence[JobQuerySet], now: datetime) -> dict[str, Any]:
    """The columns' cards are made together: as many queries as for one column."""
    found = {column: _first(asked, parts, column) for column in Column}
    cards = cards_of(caller, [job for jobs in found.values() for job in jobs[:MOST_IN_COLUMN]], now)
    columns = [
        BoardColumn(
            column,
            title,
            [card for card in cards if card.column is column],
            asked.address(view="list", state=column) if len(found[column]) > MOST_IN_COLUMN else "",
        )
        for column, title in _COLUMNS.items()
    ]
    return {"columns": columns, "is_empty": not cards}


def _first(asked: Asked, parts: Sequence[JobQuerySet], column: Column) -> list[Job]:
    """What was done last stands first, whatever the order of what is to be done."""
    sort = "finished" if column is Column.DONE else "newest" if asked.sort == "finished" else asked.sort
    rows = [part.defer(*WIDE) for part in in_columns(parts, [column])]
    return first_of(rows, words.SORTS[sort], MOST_IN_COLUMN + 1)


def _list(caller: User, asked: Asked, parts: Sequence[JobQuerySet], now: datetime) -> dict[str, Any]:
    rows = [part.defer(*WIDE) for part in in_columns(parts, words.STATES[asked.state][1])]
    after_id = cursor(asked.after)
    after = workable_jobs(caller).filter(pk=after_id).first() if after_id else None
    page = slice_of(rows, words.SORTS[asked.sort], after, PAGE_SIZE)
    return {
        "cards": cards_of(caller, page.jobs, now),
        "is_empty": not page.jobs,
        "previous_url": asked.address() if page.has_previous else "",
        "next_url": asked.address(after=str(page.jobs[-1].pk)) if page.has_next and page.jobs else "",
    }


def _choices(caller: User, asked: Asked) -> dict[str, Any]:
    """What the filters offer."""
    categories, tags = words_of(caller)
    due = dict(words.DUE) | ({asked.due: asked.due} if asked.day else {})
    return {
        "views": [(name, word, asked.address(view=name)) for name, word in words.VIEWS.items()],
        "whose": words.WHOSE.items(),
        "categories": sorted({*categories, *([asked.category] if asked.category else [])}),
        "tags": sorted({*tags, *([asked.tag] if asked.tag else [])}),
        "priorities": list(reversed(Priority.values)),
        "dues": due.items(),
        "sorts": words.SORT_WORDS.items(),
        "states": [(name, word) for name, (word, _) in words.STATES.items()],
    }

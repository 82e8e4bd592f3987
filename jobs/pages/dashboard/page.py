"""The dashboard, and each metric of it as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.api.files import attached
from jobs.errors import InvalidSubmission
from jobs.pages.dashboard.board import board
from jobs.pages.dashboard.form import CHOICES, DashboardForm, filled
from jobs.pages.dashboard.whose import Whose
from jobs.pages.visitor import visitor
from jobs.selectors.jobs import sees_everybody
from jobs.services.dashboard import dashboard
from jobs.services.metrics import METRICS, Asked, measure
from jobs.services.metrics_table import as_csv

TEMPLATE = "dashboard/dashboard.html"
Answer = Callable[[HttpRequest, DashboardForm, Asked], HttpResponse]


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same page; `query` is what stands after the question mark."""

    name: str
    query: str
    is_chosen: bool


@never_cache
@login_required
@require_safe
def dashboard_page(request: HttpRequest) -> HttpResponse:
    """Of the caller's work; for staff, of everybody's or one person's when asked for."""
    return _answered(request, _page)


@never_cache
@login_required
@require_safe
def dashboard_file(request: HttpRequest, metric: str) -> HttpResponse:
    """The metric as CSV, of what the page with the same query shows."""
    if metric not in METRICS:
        raise Http404

    def file(request: HttpRequest, _form: DashboardForm, asked: Asked) -> HttpResponse:
        measured = measure(visitor(request), metric, asked)
        name = f"{metric}-{measured['period']['from']}-{measured['period']['to']}.csv"
        return attached(as_csv(metric, measured).encode(), "text/csv; charset=utf-8", name)

    return _answered(request, file)


def _answered(request: HttpRequest, answer: Answer) -> HttpResponse:
    """What the address asks for; the form with what is wrong about it where that cannot be (422)."""
    caller, form = visitor(request), DashboardForm(request.GET)
    if form.is_valid():
        try:
            return answer(request, form, form.asked(caller))
        except InvalidSubmission as refused:
            form.refuse(refused.errors)
    form.keep_typed()
    context = {"form": form, "sees_everybody": sees_everybody(caller), "spans": _spans("", None)}
    return render(request, TEMPLATE, context, status=422)


def _page(request: HttpRequest, form: DashboardForm, asked: Asked) -> HttpResponse:
    caller = visitor(request)
    told = dashboard(caller, asked)
    period, whose = told.period, Whose.of(caller, form.person)
    is_typed = asked.first is not None or asked.last is not None
    context = {
        "form": filled(period, whose.typed),
        "sees_everybody": sees_everybody(caller),
        "spans": _spans(whose.word, None if is_typed else asked.days),
        "period": period,
        "whose": whose,
        "owners": _owners(whose, {"from": period.first, "to": period.last} if is_typed else {"days": asked.days}),
        "is_empty": told.is_empty,
        "has_stuck": bool(told.stuck),
        "panels": board(told, faster=whose.faster, listed_as=whose.listed_as),
        "query": _query({"from": period.first, "to": period.last, "owner": whose.word}),
    }
    return render(request, TEMPLATE, context)


def _spans(owner: str, chosen: int | None) -> list[Choice]:
    return [
        Choice(f"{days} days", _query({"days": days, "owner": owner}), is_chosen=days == chosen) for days in CHOICES
    ]


def _owners(whose: Whose, days: dict[str, Any]) -> list[Choice]:
    """One's own, everybody's and, where somebody else's are shown, theirs."""
    known = {"": "Mine", "all": "Everybody's", whose.word: whose.name}
    return [Choice(name, _query({**days, "owner": word}), is_chosen=word == whose.word) for word, name in known.items()]


def _query(asked: dict[str, Any]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})

"""Example data for the landing page's specimen and for `/design/`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from jobs.pages.charts.bars import Row, bars
from jobs.pages.charts.columns import Over, columns
from jobs.pages.charts.percentiles import percentiles
from jobs.pages.charts.shares import Share, shares
from jobs.pages.charts.units import minutes, number
from jobs.states import Status

CONNECTIONS = ("connected", "connecting", "reconnecting", "polling", "closed")


def _step(label: str, state: str, offset: float, width: float, seconds: float | None) -> dict[str, Any]:
    return {"label": label, "state": state, "offset": offset, "width": width, "seconds": seconds}


SPECIMEN = [
    _step("Analyse", "done", 0, 9, 2.1),
    _step("Outline", "done", 9, 14, 3.4),
    _step("Description", "done", 23, 26, 6.2),
    _step("Greetings", "done", 49, 21, 5.0),
    _step("Lore, 18 entries", "running", 70, 30, 7.3),
    _step("Review", "waiting", 0, 0, None),
]


class ExampleForm(forms.Form):
    email = forms.EmailField(help_text="You sign in with it.")
    name = forms.CharField(required=False, help_text="How the site addresses you.")


def _job(number: int, status: str, title: str, progress: int, cost: str | None) -> dict[str, Any]:
    created = timezone.now() - timedelta(minutes=7 * number)
    failed = status == Status.FAILED
    return {
        "id": f"0199c0de-0000-7000-8000-00000000000{number}",
        "kind": "character_card",
        "title": title,
        "status": status,
        "progress": progress,
        "priority": "medium",
        "attempt": 1,
        "max_attempts": 3,
        "created_at": created.isoformat(),
        "owner": "mira@example.org",
        "payload": {"concept": "A medieval knight in an enchanted forest", "lore_entries": 18},
        "error": {"class": "PermanentError", "message": "The provider refused the key."} if failed else None,
        "cost_usd": cost,
        "usage": {"simulated_cost_usd": "0"},
    }


def _jobs() -> list[dict[str, Any]]:
    return [
        _job(1, Status.PROCESSING, "Sir Galahad", 42, "0.0038"),
        _job(2, Status.SCHEDULED, "A lighthouse keeper who collects lost hours", 18, "0.0121"),
        _job(3, Status.COMPLETED, "The last cartographer of the drowned city", 100, "0.1401"),
        _job(4, Status.FAILED, "Retired dragon, now a librarian", 63, "0.02"),
        _job(5, Status.CANCELLED, "Clockwork duellist", 12, None),
    ]


def _timeline() -> list[dict[str, Any]]:
    now = timezone.now()
    lost = [_step("Analyse", "done", 0, 30, 2.1), _step("Outline", "failed", 30, 70, 6.0)]
    again = [_step("Analyse", "reused", 0, 0, None), *SPECIMEN[1:]]
    return [
        {
            "number": 2,
            "outcome": None,
            "started_at": now - timedelta(seconds=24),
            "seconds": 24,
            "steps": again,
        },
        {
            "number": 1,
            "outcome": "error",
            "started_at": now - timedelta(minutes=2),
            "seconds": 8.1,
            "error_message": "The provider answered 503; tried again after 20 s.",
            "steps": lost,
        },
    ]


def _log() -> list[dict[str, Any]]:
    at = timezone.now().isoformat()
    return [
        {"seq": 1, "level": "info", "at": at, "message": "claimed by worker-1"},
        {"seq": 2, "level": "debug", "at": at, "message": "outline: 812 tokens in, 304 out"},
        {"seq": 3, "level": "warning", "at": at, "message": "lore entry 7 repeated a key; asked again"},
        {"seq": 4, "level": "error", "at": at, "message": "The provider answered 503."},
    ]


def _charts() -> list[Any]:
    """With a gap where nothing is known, an answer, and a line."""
    done = [3.0, 5.0, 4.0, None, 6.0, 9.0, 7.0]
    means = [None, None, 4.0, 4.5, 5.0, 6.3, 7.3]
    names = [f"{day} Mar" for day in range(2, 9)]
    over = Over("mean of 3 days", means, "7.3 a day at last")
    return [
        columns(done, names, title="Columns", unit="jobs a day", text=number, finest=1, over=over),
        bars(
            "Bars",
            [
                Row("writing", minutes(130), [("people", 100.0), ("machines", 30.0)]),
                Row("cards", minutes(45), [("machines", 45.0)]),
            ],
            legend=[("people", "people"), ("machines", "machines")],
        ),
        shares(
            "Shares", [Share("completed", "completed", 41, "41"), Share("failed", "failed", 3, "3")], answer="completed"
        ),
        percentiles("Percentiles", [("Waited", {"p50": 0.4, "p90": 3.0, "p99": 41.0})]),
    ]


def examples() -> dict[str, Any]:
    """One example of everything that `/design/` shows, shaped as the pages' own data."""
    return {
        "statuses": list(Status),
        "connections": CONNECTIONS,
        "jobs": _jobs(),
        "timeline": _timeline(),
        "log": _log(),
        "charts": _charts(),
        "segments": ("lite", "standard", "rich"),
        "choices": ("person", "place", "faction", "item", "event"),
        "tabs": [{"id": f"example-{n}", "label": f"Greeting {n}"} for n in (1, 2, 3)],
    }

"""The questions, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from jobs.handlers import registry
from jobs.pages.dashboard.panel import Answer, Metric, Panel
from jobs.pages.dashboard.panels.costs import costs
from jobs.pages.dashboard.panels.estimates import estimates
from jobs.pages.dashboard.panels.outcome import outcome
from jobs.pages.dashboard.panels.pace import pace
from jobs.pages.dashboard.panels.queue import keeping_up
from jobs.pages.dashboard.panels.spent_time import spent_time
from jobs.pages.dashboard.panels.stuck import stuck_now
from jobs.pages.dashboard.panels.weeks import weeks
from jobs.services.dashboard import Told


def board(told: Told, *, faster: str, listed_as: str | None) -> list[Panel]:
    """`faster` is who may be getting faster: `Am I`. `listed_as` is what the list of jobs adds to its address for the
    same owner, None where it cannot list them."""
    priced = partial(costs, period=told.period, label=_label)
    return [
        _panel(told, "outcome", "What came of the work?", "summary", outcome, is_wide=True),
        Panel("stuck", "What is stuck now?", "summary", _stuck(told, listed_as), is_wide=True),
        _panel(told, "queue", "Is the queue keeping up?", "queue", keeping_up, is_wide=True),
        _panel(told, "costs", "Where did the money go?", "costs", priced, is_wide=True),
        _panel(told, "pace", f"{faster} getting faster?", "productivity-trends", pace),
        _panel(told, "weeks", "Which week went best?", "weekly", weeks),
        _panel(told, "time", "Where did the time go?", "categories", spent_time),
        _panel(told, "estimates", "Do estimates hold?", "time-efficiency", estimates),
    ]


def _panel(
    told: Told, name: str, question: str, metric: str, answer: Callable[[Metric], Answer], *, is_wide: bool = False
) -> Panel:
    measured = told.metrics[metric]
    return Panel(name, question, metric, None if measured is None else answer(measured), is_wide)


def _stuck(told: Told, listed_as: str | None) -> Answer | None:
    summary = told.metrics["summary"]
    return None if summary is None or told.stuck is None else stuck_now(summary, told.stuck, listed_as)


def _label(kind: str) -> str:
    return registry.get(kind).label if kind in registry else kind

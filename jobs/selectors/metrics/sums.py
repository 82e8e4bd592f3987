"""Sums of rows and of roll-ups, put together by what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Sum

from jobs.models import WorkRollUp
from jobs.models.measures import CREATED, ENDED, measured
from jobs.selectors.metrics.scope import Scope

Sums = dict[str, int]

# Rows, more than a table has: a slice is a subquery, in which what each row took is told once, else once a column.
ALL = 2**40


def work(scope: Scope, names: Sequence[str]) -> Sums:
    """What the columns `names` of the roll-ups of work add up to."""
    came, went = _parted(names)
    found = [scope.rolled_up(WorkRollUp).aggregate(**of_roll_ups(names))]
    if came:
        found.append(scope.created().aggregate(**came))
    if went:
        found.append(measured(scope.ended())[:ALL].aggregate(**went))
    return put_together(found, (), names).get((), dict.fromkeys(names, 0))


def work_by(
    scope: Scope, names: Sequence[str], label: str, created: Any, ended: Any, rolled_up: Any
) -> dict[Any, Sums]:
    """The same for each value of `label`: what the expressions tell of jobs that came, that ended, and of roll-ups."""
    came, went = _parted(names)
    rows = [
        *scope.rolled_up(WorkRollUp).annotate(**{label: rolled_up}).values(label).annotate(**of_roll_ups(names)),
        *scope.created().annotate(**{label: created}).values(label).annotate(**came),
        *measured(scope.ended()).annotate(**{label: ended}).values(label).annotate(**went),
    ]
    return {key: sums for (key,), sums in put_together(rows, (label,), names).items()}


def of_roll_ups(names: Iterable[str]) -> dict[str, Sum]:
    return {name: Sum(name) for name in names}


def put_together(
    rows: Iterable[Mapping[str, Any]], labels: Sequence[str], names: Sequence[str]
) -> dict[tuple[Any, ...], Sums]:
    """By the values of `labels`; what a row lacks is 0."""
    found: dict[tuple[Any, ...], Sums] = {}
    for row in rows:
        sums = found.setdefault(tuple(row[label] for label in labels), dict.fromkeys(names, 0))
        for name in names:
            sums[name] += row.get(name) or 0
    return found


def _parted(names: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {name: CREATED[name] for name in names if name in CREATED}, {
        name: ENDED[name] for name in names if name in ENDED
    }

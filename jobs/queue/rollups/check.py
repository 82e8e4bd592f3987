"""Reconciles the roll-ups with the rows that they sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from jobs.models import Job, LedgerEntry, RollUp, RollUpProgress, StaleDay
from jobs.models.roll_up import EVERYBODY, NOBODY, ROLL_UPS
from jobs.models.roll_up_progress import NEVER
from jobs.queue.rollups.sums import Sums, keyed, of_span


@dataclass(frozen=True, slots=True)
class Difference:
    """`kept` stands in the roll-up, `found` is what it should sum."""

    model: type[RollUp]
    key: tuple[Any, ...]
    column: str
    kept: int
    found: int

    def __str__(self) -> str:
        whose, at, *rest = self.key
        name = {EVERYBODY: "everybody", NOBODY: "accounts that are gone"}.get(whose, str(whose))
        of = "".join(f" {value!r}" for value in rest)
        told = f"{self.model.title()}{of} at {at:%Y-%m-%d %H:%M} of {name}"
        return f"{told}: {self.column} is {self.kept}, and should be {self.found}"


def differences() -> Iterator[Difference]:
    """Owner by owner, then everybody. Days that wait to be made again are left out."""
    for whose in _owners():
        found = set(_of_owner(whose))
        if found:  # what changed while it was looked at is no difference
            yield from sorted(found.intersection(_of_owner(whose)), key=str)
    found = set(_of_everybody())
    if found:
        yield from sorted(found.intersection(_of_everybody()), key=str)


def _owners() -> list[UUID]:
    kept = {whose for model in ROLL_UPS for whose in model.objects.values_list("whose", flat=True).distinct()}
    kept |= set(Job.objects.order_by().values_list("owner_id", flat=True).distinct())
    kept |= set(LedgerEntry.objects.order_by().values_list("owner_id", flat=True).distinct()) - {None}
    return sorted((kept | {NOBODY}) - {EVERYBODY})


def _of_owner(whose: UUID) -> Iterator[Difference]:
    through = RollUpProgress.now().through
    days = StaleDay.objects.filter(whose=whose).values_list("day", flat=True)
    stale = set(days)
    found = of_span(NEVER, through, whose)
    for model in ROLL_UPS:
        kept = model.objects.filter(whose=whose, bygone=False)
        for difference in _compared(model, keyed(model, kept.values()), found[model]):
            if difference.key[1].astimezone(UTC).date() not in stale:
                yield difference


def _of_everybody() -> Iterator[Difference]:
    for model in ROLL_UPS:
        names = [name for name in model.dimensions() if name != "whose"]
        for bygone in (False, True):
            rows = model.objects.filter(bygone=bygone).order_by()
            totals = (
                rows.exclude(whose=EVERYBODY)
                .values(*names)
                .annotate(**{f"{name}_of_all": Sum(name) for name in model.sums()})
            )
            found = keyed(model, (_everybody(model, row) for row in totals))
            yield from _compared(model, keyed(model, rows.filter(whose=EVERYBODY).values()), found)


def _everybody(model: type[RollUp], row: dict[str, Any]) -> dict[str, Any]:
    return row | {"whose": EVERYBODY} | {name: row[f"{name}_of_all"] for name in model.sums()}


def _compared(model: type[RollUp], kept: Sums, found: Sums) -> Iterator[Difference]:
    nothing = dict.fromkeys(model.sums(), 0)
    for key in kept.keys() | found.keys():
        one, other = kept.get(key, nothing), found.get(key, nothing)
        for name in model.sums():
            if one[name] != other[name]:
                yield Difference(model, key, name, one[name], other[name])


def through() -> datetime | None:
    """What came to its end before is rolled up; None where nothing is yet."""
    moment = RollUpProgress.now().through
    return None if moment == NEVER else moment

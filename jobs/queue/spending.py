"""Counts what calls cost, in the transaction that enters them in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.db.models.query import QuerySet

from jobs.models import LedgerEntry, Spend
from jobs.queue.rollups.stale import mark


def job_key(root_id: UUID) -> str:
    """Of a job with all its parts."""
    return f"job:{root_id.hex}"


def day_key(owner_id: UUID, day: date) -> str:
    """Of an owner's day, in UTC."""
    return f"day:{owner_id.hex}:{day.isoformat()}"


def day_of(key: str) -> date | None:
    """The day that a key is of; None for a job's."""
    kind, _, rest = key.partition(":")
    return date.fromisoformat(rest.rpartition(":")[2]) if kind == "day" else None


def keys_of(root_id: UUID | None, owner_id: UUID | None, at: datetime) -> list[str]:
    """The names under which a call counts that was entered `at` that time."""
    keys = [job_key(root_id)] if root_id else []
    return [*keys, day_key(owner_id, at.date())] if owner_id else keys


@dataclass(frozen=True, slots=True)
class Shift:
    """How a call changes what is counted, in nano-dollars."""

    settled: int = 0
    reserved: int = 0


def count(entry: LedgerEntry, shift: Shift, totals: dict[str, Shift]) -> None:
    """Add `shift` to the `totals` under the names of `entry`; nobody pays for a simulated call."""
    if entry.simulated:
        return
    for key in keys_of(entry.root_id, entry.owner_id, entry.created_at):
        before = totals.get(key, Shift())
        totals[key] = Shift(before.settled + shift.settled, before.reserved + shift.reserved)


def write(totals: dict[str, Shift]) -> None:
    """Change the counts by `totals`, in the order of their keys, so that no two wait for each other."""
    for key, shift in sorted(totals.items()):
        if shift != Shift():
            Spend.objects.filter(pk=key).update(
                settled_nano=F("settled_nano") + shift.settled, reserved_nano=F("reserved_nano") + shift.reserved
            )


def abandon(entries: QuerySet[LedgerEntry], now: datetime) -> None:
    """Of `entries`, end those left open: each may have been paid, and counts by its estimate."""
    left = list(entries.filter(state=LedgerEntry.State.RESERVED).defer("usage"))
    if not left:
        return
    LedgerEntry.objects.filter(pk__in=[entry.pk for entry in left]).update(
        state=LedgerEntry.State.ABANDONED, settled_at=now
    )
    mark(((entry.owner_id, entry.created_at) for entry in left), now)
    totals: dict[str, Shift] = {}
    for entry in left:
        estimate = entry.estimate_nano or 0
        count(entry, Shift(settled=estimate, reserved=-estimate), totals)
    write(totals)


def forget_days(before: date) -> None:
    """Drop the counts of days that are over for long: the ledger has them."""
    Spend.objects.filter(day__lt=before).delete()

"""Writes sums into the roll-ups, under the lock of their progress. Everybody's sums change with those of each owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

from jobs.models import CallRollUp, RollUp, RollUpProgress
from jobs.models.roll_up import NOBODY, ROLL_UPS
from jobs.queue.locking import locked
from jobs.queue.rollups.sums import Of, Sums, added, everybodys, keyed, less

BATCH = 500


def lock_progress() -> RollUpProgress:
    """How far the roll-ups are; nobody else writes them until the caller's transaction ends."""
    RollUpProgress.objects.bulk_create([RollUpProgress()], ignore_conflicts=True)
    (progress,) = locked(RollUpProgress.objects.filter(pk=RollUpProgress.ONLY))
    return progress


def outdate() -> None:
    """Under the lock: who read rows and has not written their sums yet has to read them again."""
    RollUpProgress.objects.filter(pk=RollUpProgress.ONLY).update(version=F("version") + 1)


def add(sums: Mapping[type[RollUp], Sums], *, bygone: bool = False) -> None:
    """Add `sums` to what is there of the owners, and of everybody."""
    for model, of_owners in sums.items():
        _add(model, of_owners, bygone=bygone)
        _add(model, everybodys(of_owners), bygone=bygone)


def replace(whose: UUID, start: datetime, end: datetime, sums: Of) -> None:
    """Put `sums`, which are of the jobs that are there, in the place of what was kept of them."""
    for model in ROLL_UPS:
        kept = model.objects.filter(whose=whose, bygone=False, at__gte=start, at__lt=end)
        before = keyed(model, kept.values())
        kept.delete()
        _add(model, sums[model])
        _add(model, everybodys(added(less(before), sums[model])))


def forget_name(whose: UUID) -> None:
    """Keep what an owner's jobs added up to as that of accounts that are gone; the jobs are deleted."""
    for model in ROLL_UPS:
        rows = model.objects.filter(whose=whose)
        there, gone = (keyed(model, rows.filter(bygone=bygone).values()) for bygone in (False, True))
        rows.delete()
        _add(model, _renamed(gone), bygone=True)
        if model is CallRollUp:  # the ledger keeps the calls, without the name too
            _add(model, _renamed(there))
        else:
            _add(model, everybodys(less(there)))


def _renamed(sums: Sums) -> Sums:
    return {(NOBODY, *rest): row for (_, *rest), row in sums.items()}


def _add(model: type[RollUp], sums: Sums, *, bygone: bool = False) -> None:
    """Several rows a statement. The lock keeps what is read here from changing until it is written."""
    sums = {key: row for key, row in sums.items() if any(row.values())}
    if not sums:
        return
    rows = added(sums, {key: row for key, row in _there(model, sums, bygone=bygone).items() if key in sums})
    names = model.dimensions()
    model.objects.bulk_create(
        [model(**dict(zip(names, key, strict=True)), **row, bygone=bygone) for key, row in sorted(rows.items())],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[*names, "bygone"],
        update_fields=model.sums(),
    )


def _there(model: type[RollUp], sums: Sums, *, bygone: bool) -> Sums:
    """The rows that are there of the owners and times of `sums`."""
    owners, times = {whose for whose, *_ in sums}, sorted({at for _, at, *_ in sums})
    near = model.objects.filter(whose__in=owners, at__gte=times[0], at__lte=times[-1], bygone=bygone)
    return keyed(model, near.values())

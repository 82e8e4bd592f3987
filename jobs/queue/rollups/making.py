"""Rolls up what has come to rest, some at a time, and days again in which something changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from jobs.models import Job, LedgerEntry, RollUpProgress, StaleDay
from jobs.models.elapsed import QUARTER_SECONDS
from jobs.models.ids import DRIFT, lowest_id
from jobs.models.roll_up import NOBODY, ROLL_UPS
from jobs.models.roll_up_progress import NEVER
from jobs.queue.clock import now as database_now
from jobs.queue.rollups.stale import MARGIN, mark
from jobs.queue.rollups.store import add, lock_progress, replace
from jobs.queue.rollups.sums import of_span
from jobs.states import Status

DAY = timedelta(days=1)
QUARTER = timedelta(seconds=QUARTER_SECONDS)
MARKS = 500
# About so many jobs are summed at a time: SQLite lets nobody else write while their sums are written.
JOBS = 2_000


def step() -> bool:
    """Make a day again, or go on; whether anything was to do. Any number of workers may do so at once.

    Rows are read before the transaction that writes, so that it is short. When another worker wrote meanwhile nothing
    is written, and the next step reads again. What changes in the rows meanwhile leaves a mark.
    """
    return remake() or advance()


def advance() -> bool:
    """Roll up what came to rest since the last time, or as much of it as a few jobs make."""
    seen, until = RollUpProgress.now(), _at_rest(database_now())
    start = _beginning(until) if seen.through == NEVER else seen.through
    end = min(until, max(start + QUARTER, _end_of_jobs(start) or until))
    if end <= start:
        return False
    sums = of_span(start, end)
    with transaction.atomic():
        if lock_progress().version == seen.version:
            add(sums)
            _mark_what_may_change(start, end)
            _note(seen, end)
    return True


def remake() -> bool:
    """Sum an owner's day anew from the rows that are there, as far as it was rolled up."""
    due = list(StaleDay.objects.filter(due_at__lte=database_now()).order_by("due_at", "pk")[:MARKS])
    if not due:
        return False
    whose, day = due[0].whose, due[0].day
    marks = [each.pk for each in due if (each.whose, each.day) == (whose, day)]
    start = datetime.combine(day, datetime.min.time(), UTC)
    seen = RollUpProgress.now()
    end = min(start + DAY, seen.through)
    sums = of_span(start, end, whose) if start < end else None
    with transaction.atomic():
        if lock_progress().version == seen.version:
            StaleDay.objects.filter(pk__in=marks).delete()
            if sums is not None:
                replace(whose, start, end, sums)
                _mark_open_calls(start, end, whose)
            _note(seen, seen.through)
    return True


def rebuild() -> None:
    """Forget all sums of jobs that are there; `step` makes them again. Those of deleted jobs stay."""
    with transaction.atomic():
        progress = lock_progress()
        for model in ROLL_UPS:
            model.objects.filter(bygone=False).delete()
        StaleDay.objects.all().delete()
        _note(progress, NEVER)


def _note(seen: RollUpProgress, through: datetime) -> None:
    RollUpProgress.objects.filter(pk=RollUpProgress.ONLY).update(through=through, version=seen.version + 1)


def _mark_what_may_change(start: datetime, end: datetime) -> None:
    """Calls that are open, and those of earlier days of which a failure has just made waste."""
    _mark_open_calls(start, end)
    ended = Job.objects.ended_between(start, end).by_ended_kinds().order_by()
    failed = ended.filter(outcome__in=[Status.FAILED, Status.CANCELLED], ledger__created_at__lt=start)
    mark(failed.values_list("ledger__owner_id", "ledger__created_at"), database_now())


def _mark_open_calls(start: datetime, end: datetime, whose: UUID | None = None) -> None:
    calls = LedgerEntry.objects.made_between(start, end).filter(state=LedgerEntry.State.RESERVED).order_by()
    if whose is not None:
        calls = calls.filter(owner_id=None if whose == NOBODY else whose)
    now = database_now()
    mark(calls.values_list("owner_id", "created_at"), now, due_at=now + MARGIN)


def _beginning(until: datetime) -> datetime:
    """The midnight before which nothing was ever done; `until` where nothing was."""
    firsts = (
        Job.objects.order_by("pk").values_list("created_at", flat=True).first(),
        LedgerEntry.objects.order_by("pk").values_list("created_at", flat=True).first(),
    )
    return min((_midnight(first - DRIFT) for first in firsts if first is not None), default=until)


def _end_of_jobs(start: datetime) -> datetime | None:
    """The quarter of an hour before which about so many jobs were made; None where there are not so many."""
    later = Job.objects.filter(pk__gte=lowest_id(start)).order_by("pk").values_list("created_at", flat=True)
    found = later[JOBS : JOBS + 1].first()
    return None if found is None else _quarter(found)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), datetime.min.time(), UTC)


def _at_rest(now: datetime) -> datetime:
    """The last quarter of an hour that nobody writes of any more."""
    return _quarter(now - MARGIN)


def _quarter(moment: datetime) -> datetime:
    return datetime.fromtimestamp(int(moment.timestamp()) // QUARTER_SECONDS * QUARTER_SECONDS, UTC)

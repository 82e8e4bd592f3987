"""What rows add up to, by owner and quarter of an hour, as the roll-ups keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, UUIDField, Value
from django.db.models.functions import Coalesce, TruncDay

from jobs.models import CallRollUp, CategoryRollUp, Job, LedgerEntry, RollUp, TimingRollUp, WorkRollUp
from jobs.models.elapsed import Quarter
from jobs.models.job import JobQuerySet
from jobs.models.ledger import LedgerEntryQuerySet
from jobs.models.measures import CALLS, CATEGORY, CREATED, ENDED, IN_VAIN, RAN, WAITED, bucketed, measured
from jobs.models.roll_up import EVERYBODY, NOBODY
from jobs.queue.session import interpreted

# The columns of a row's key but `bygone`, and what it sums.
Sums = dict[tuple[Any, ...], dict[str, int]]
Of = dict[type[RollUp], Sums]

_OF_JOBS: tuple[type[RollUp], ...] = (WorkRollUp, CategoryRollUp, TimingRollUp)
_CALLER = Coalesce("owner_id", Value(NOBODY, output_field=UUIDField()))


def of_span(start: datetime, end: datetime, whose: UUID | None = None) -> Of:
    """What came to its end, or came, from `start` to `end`: of one owner, or of each."""
    jobs = Job.objects.order_by()
    if whose is None:
        ended = jobs.ended_between(start, end).by_ended_kinds()
        calls = LedgerEntry.objects.by_ids_between(start, end)
    else:
        jobs = jobs.owned_by(whose)
        ended = jobs.ended_between(start, end)
        calls = LedgerEntry.objects.made_between(start, end)
        calls = calls.filter(owner=None) if whose == NOBODY else calls.filter(owner_id=whose)
    created, calls = jobs.created_between(start, end).top_level(), calls.order_by()
    with interpreted():
        # To ask whether there is anything takes a fiftieth of the time of asking what it adds up to.
        of: Of = of_jobs(created, ended) if created.exists() or ended.exists() else {model: {} for model in _OF_JOBS}
        return of | {CallRollUp: _of_calls(calls) if calls.exists() else {}}


def of_jobs(created: JobQuerySet, ended: JobQuerySet) -> Of:
    """Of jobs that came, and of final ones."""
    jobs: Any = ended.annotate(whose=F("owner_id"), at=Quarter("finished_at"))
    new: Any = created.annotate(whose=F("owner_id"), at=Quarter("created_at"))
    came = new.values("whose", "at").annotate(**CREATED)
    went = measured(jobs).values("whose", "at").annotate(**ENDED)
    categories = measured(jobs.top_level()).values("whose", "at", "category").annotate(**CATEGORY)
    return {
        WorkRollUp: keyed(WorkRollUp, came, went),
        CategoryRollUp: keyed(CategoryRollUp, categories),
        TimingRollUp: keyed(TimingRollUp, *_of_times(ended)),
    }


def in_vain(calls: LedgerEntryQuerySet) -> Sums:
    """What those of `calls` cost whose jobs failed or were cancelled."""
    return keyed(CallRollUp, _by_model(calls.filter(IN_VAIN)).annotate(in_vain=CALLS["spent"]))


def keyed(model: type[RollUp], *found: Iterable[Mapping[str, Any]]) -> Sums:
    """The rows of `found` by their keys; what has the same key is added up."""
    names, columns = model.dimensions(), model.sums()
    return added(
        *(
            {tuple(row[name] for name in names): {name: row.get(name) or 0 for name in columns}}
            for rows in found
            for row in rows
        )
    )


def everybodys(sums: Sums) -> Sums:
    """The same without the owners."""
    return added(*({(EVERYBODY, *rest): row} for (_, *rest), row in sums.items()))


def added(*several: Sums) -> Sums:
    total: Sums = {}
    for sums in several:
        for key, row in sums.items():
            known = total.setdefault(key, {})
            for name, value in row.items():
                known[name] = known.get(name, 0) + value
    return total


def less(sums: Sums) -> Sums:
    """What takes `sums` away where it is added."""
    return {key: {name: -value for name, value in row.items()} for key, row in sums.items()}


def _of_calls(calls: LedgerEntryQuerySet) -> Sums:
    sums, wasted = keyed(CallRollUp, _by_model(calls).annotate(**CALLS)), in_vain(calls)
    for key, row in wasted.items():
        sums[key]["in_vain"] = row["in_vain"]
    return sums


def _by_model(calls: Any) -> Any:
    placed = calls.annotate(whose=_CALLER, at=Quarter("created_at"))
    return placed.values("whose", "at", "kind", "provider", "model")


def _of_times(ended: JobQuerySet) -> Iterable[Any]:
    days = ended.annotate(whose=F("owner_id"), at=TruncDay("finished_at", tzinfo=UTC))
    for span, took in ((TimingRollUp.Span.WAIT, WAITED), (TimingRollUp.Span.RUN, RAN)):
        spans = bucketed(days, took).annotate(span=Value(str(span)))
        yield spans.values("whose", "at", "span", "bucket").annotate(jobs=CATEGORY["ended"])

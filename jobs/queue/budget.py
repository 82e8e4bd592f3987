"""The gate that money passes: a call is entered only where every cap above it holds, open calls counted by estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from jobs.conf import conf
from jobs.errors import BudgetBusy, BudgetSpent
from jobs.models import Job, LedgerEntry, Spend
from jobs.money import nano_shown
from jobs.queue.locking import locked
from jobs.queue.spending import Shift, count, day_key, day_of, job_key, keys_of
from jobs.queue.writes import Batch, Reservation


class Budgets:
    """The counts that the batches of one commit change, locked until it is committed; `save` writes them."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._spends: dict[str, Spend] = {}
        self._entries: dict[UUID, LedgerEntry] = {}
        self._caps: dict[str, int] = {}
        self._entered: list[tuple[str, Reservation]] = []
        self._closed: set[UUID] = set()

    @classmethod
    def opened(cls, batches: Sequence[tuple[Job, Batch]], now: datetime) -> Budgets:
        """For `batches` of locked jobs. Of batches without money it reads and locks nothing."""
        budgets = cls(now)
        paying = [(job, batch) for job, batch in batches if batch.has_money]
        if not paying:
            return budgets
        budgets._find_entries([batch for _, batch in paying])
        spending = [job for job, batch in paying if batch.reservations]
        budgets._find_caps(spending)
        entered = [keys_of(entry.root_id, entry.owner_id, entry.created_at) for entry in budgets._entries.values()]
        wanted = [keys_of(job.root_id, job.owner_id, now) for job in spending]
        budgets._lock({key for keys in [*entered, *wanted] for key in keys})
        return budgets

    def reserve(self, job: Job, batch: Batch) -> None:
        """Count the reservations of `batch`, or none of them.

        BudgetBusy when what is left is reserved by calls under way, BudgetSpent when it would not do anyhow. Of calls
        whose price nobody can tell, or of a model whose price no answer has borne out yet, one at a time goes on under
        a cap: no estimate keeps them to it.
        """
        paid = [row for row in batch.reservations if not row.simulated]
        if not paid:
            return
        needed = sum(row.estimate_nano or 0 for row in paid)
        keys = keys_of(job.root_id, job.owner_id, self._now)
        for key in keys:
            self._check(key, needed)
            if key in self._caps and any(self._has_to_wait(row, key, job) for row in paid):
                raise BudgetBusy
        self._entered += [(key, row) for key in keys for row in paid]
        for key in keys:
            self._spends[key].reserved_nano += needed

    def settle(self, lease_id: UUID, batch: Batch) -> None:
        """Count what the calls that `batch` ends came to.

        A price that nobody knows counts as it was estimated, and so does a call that failed but may have been paid.
        """
        totals: dict[str, Shift] = {}
        for row in batch.settlements:
            if (entry := self._entry(row.entry_id, lease_id)) is not None:
                estimate = entry.estimate_nano or 0
                actual = estimate if row.cost_nano is None else row.cost_nano
                count(entry, Shift(settled=actual, reserved=-estimate), totals)
        for entry_id in batch.voids:
            if (entry := self._entry(entry_id, lease_id)) is not None:
                count(entry, Shift(reserved=-(entry.estimate_nano or 0)), totals)
        for entry_id in batch.abandons:
            if (entry := self._entry(entry_id, lease_id)) is not None:
                estimate = entry.estimate_nano or 0
                count(entry, Shift(settled=estimate, reserved=-estimate), totals)
        self._closed |= set(batch.closes)
        for key, shift in totals.items():
            self._spends[key].settled_nano += shift.settled
            self._spends[key].reserved_nano += shift.reserved

    def save(self) -> None:
        """Write the counts; before anything else of the transaction counts under the same names."""
        if self._spends:
            Spend.objects.bulk_update(self._spends.values(), ["settled_nano", "reserved_nano", "wanted_nano"])

    def _check(self, key: str, needed: int) -> None:
        cap, spend = self._caps.get(key), self._spends[key]
        if cap is None or spend.allows(cap, spend.reserved_nano + max(needed, 1)):
            return
        if spend.allows(cap, needed):
            raise BudgetBusy
        spend.wanted_nano = max(needed, 1)
        whose = "the job's budget" if key.startswith("job:") else "the owner's budget for the day"
        left = nano_shown(max(0, cap - spend.settled_nano))
        raise BudgetSpent(
            f"The next call may cost {nano_shown(needed)}, but of {whose} of {nano_shown(cap)} only {left} is left."
        )

    def _has_to_wait(self, row: Reservation, key: str, job: Job) -> bool:
        """Whether a call like `row` is under way already; the lock of the spend's row keeps others out.

        Like one without an estimate is each without, like one that is untried each of its model.
        """
        if row.estimate_nano is not None and not row.is_untried:
            return False
        like = {"provider": row.provider, "model": row.model} if row.is_untried else {"estimate_nano": None}
        if any(of == key and all(getattr(other, name) == like[name] for name in like) for of, other in self._entered):
            return True
        calls = LedgerEntry.objects.filter(state=LedgerEntry.State.RESERVED, simulated=False, **like)
        calls = calls.exclude(pk__in=self._closed)  # those that this commit ends are written with it
        mine = calls.filter(root_id=job.root_id) if key == job_key(job.root_id) else calls.filter(owner_id=job.owner_id)
        return mine.exists()

    def _entry(self, entry_id: UUID, lease_id: UUID) -> LedgerEntry | None:
        entry = self._entries.get(entry_id)
        return entry if entry is not None and entry.lease_id == lease_id else None

    def _find_entries(self, batches: Iterable[Batch]) -> None:
        """The open calls that are to be ended."""
        ids = [entry_id for batch in batches for entry_id in batch.closes]
        if ids:
            still_open = LedgerEntry.objects.filter(pk__in=ids, state=LedgerEntry.State.RESERVED, simulated=False)
            self._entries = {entry.pk: entry for entry in still_open.defer("usage")}

    def _find_caps(self, jobs: Sequence[Job]) -> None:
        for root_id, cap in root_caps(jobs).items():
            if cap is not None:
                self._caps[job_key(root_id)] = cap
        for owner_id, cap in daily_caps({job.owner_id for job in jobs}).items():
            if cap is not None:
                self._caps[day_key(owner_id, self._now.date())] = cap

    def _lock(self, keys: Iterable[str]) -> None:
        """In the order of the keys, after the jobs: no two commits wait for each other."""
        wanted = sorted(keys)
        Spend.objects.bulk_create([Spend(key=key, day=day_of(key)) for key in wanted], ignore_conflicts=True)
        self._spends = {row.key: row for row in locked(Spend.objects.filter(pk__in=wanted).order_by("pk"))}


def root_caps(jobs: Iterable[Job]) -> Mapping[UUID, int | None]:
    """The cap of each root of `jobs`, in nano-dollars: what belongs to a job has no cap of its own."""
    roots = {job.root_id for job in jobs}
    return dict(Job.objects.filter(pk__in=roots).values_list("pk", "max_cost_nano")) if roots else {}


def daily_caps(owners: Iterable[UUID]) -> Mapping[UUID, int | None]:
    """What each of `owners` may spend in a day (UTC), in nano-dollars; None is no cap."""
    wanted = list(owners)
    if not wanted:
        return {}
    own = User.objects.filter(pk__in=wanted).values_list("pk", "daily_budget_nano")
    return {owner: daily_cap(cap) for owner, cap in own}


def daily_cap(own: int | None) -> int | None:
    """The cap in force for one whose `own` is this: else the site's."""
    return conf().daily_budget_nano if own is None else own

"""What jobs used and cost: always sums of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from jobs.models import Job, JobLog, Lease, LedgerEntry
from jobs.models.job import JobQuerySet
from jobs.money import usd

_ANSWERED = Q(state=LedgerEntry.State.SETTLED)
_OPEN = Q(state=LedgerEntry.State.RESERVED)
_ABANDONED = Q(state=LedgerEntry.State.ABANDONED)
_REAL = Q(simulated=False)
_SUMS: dict[str, Any] = {
    "calls": Count("pk", filter=_ANSWERED),
    "tokens_in": Coalesce(Sum("input_tokens"), 0),
    "tokens_out": Coalesce(Sum("output_tokens"), 0),
    "real": Coalesce(Sum("cost_nano", filter=_ANSWERED & _REAL), 0),
    "unknown": Count("pk", filter=_ANSWERED & _REAL & Q(cost_nano=None)),
    "simulated_sum": Coalesce(Sum("cost_nano", filter=_ANSWERED & ~_REAL), 0),
    "abandoned": Count("pk", filter=_ABANDONED),
    "abandoned_sum": Coalesce(Sum("estimate_nano", filter=_ABANDONED & _REAL), 0),
}


@dataclass(frozen=True, slots=True)
class JobUsage:
    """Sums over a job's calls. Money in nano-dollars; `cost_nano` is None when some real price is unknown."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_nano: int | None = 0
    simulated_nano: int = 0
    abandoned_calls: int = 0
    abandoned_nano: int = 0

    @property
    def cost_usd(self) -> str | None:
        """Real spend as a decimal string; None when unknown."""
        return usd(self.cost_nano)

    def __add__(self, other: JobUsage) -> JobUsage:
        is_known = self.cost_nano is not None and other.cost_nano is not None
        return JobUsage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_nano=(self.cost_nano or 0) + (other.cost_nano or 0) if is_known else None,
            simulated_nano=self.simulated_nano + other.simulated_nano,
            abandoned_calls=self.abandoned_calls + other.abandoned_calls,
            abandoned_nano=self.abandoned_nano + other.abandoned_nano,
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "calls": self.calls,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "simulated_cost_usd": usd(self.simulated_nano),
            "abandoned_calls": self.abandoned_calls,
            "abandoned_estimate_usd": usd(self.abandoned_nano),
        }


NO_USAGE = JobUsage()
# So many of an owner's newest calls are looked at for what a model has cost.
_LOOKED_AT = 100
# A model that answered so many of them, each without a price, has none.
_UNPRICED_AFTER = 3


def dearest_rate(
    owner_id: UUID, provider: str, names: Sequence[str], weigh: Callable[[int, int], Decimal] | None = None
) -> Decimal | None:
    """The most that the owner's latest calls of a model cost, in nano-dollars a token; None while nobody can say.

    It is 0 of one that answered some calls, and none of them with a price: nothing will be counted of it. `names` are
    what the model is called; servers may add a date. `weigh` says what else than their sum tokens in and out count for,
    such as what they are listed at.
    """
    weighed = weigh or _sum
    latest = LedgerEntry.objects.filter(owner_id=owner_id).order_by("-created_at")[:_LOOKED_AT]
    columns = ("provider", "model", "state", "simulated", "cost_nano", "input_tokens", "output_tokens")
    calls = [
        (cost, weighed(given, taken))
        for of, name, state, simulated, cost, given, taken in latest.values_list(*columns)
        if of == provider and name.startswith(tuple(names)) and state == LedgerEntry.State.SETTLED and not simulated
    ]
    rates = [Decimal(cost) / weight for cost, weight in calls if cost is not None and weight]
    if not rates and len(calls) >= _UNPRICED_AFTER:
        return Decimal(0)
    return max(rates, default=None)


def _sum(given: int, taken: int) -> Decimal:
    return Decimal(given + taken)


def waits_for_money(lease: Lease) -> bool:
    """Whether the last thing that the attempt told is that it waits for money, and no call of it is under way."""
    told = JobLog.objects.filter(job_id=lease.pk).order_by("-seq").values_list("data", flat=True).first()
    is_told = isinstance(told, dict) and told.get("waits_for") == "budget"
    return is_told and not LedgerEntry.objects.filter(_OPEN, lease_id=lease.lease_id).exists()


def usage_of(job_ids: Iterable[UUID]) -> Mapping[UUID, JobUsage]:
    """Usage by job, in one query; jobs without a call are absent (take `NO_USAGE`)."""
    rows = LedgerEntry.objects.filter(job_id__in=list(job_ids)).order_by().values("job_id").annotate(**_SUMS)
    return {row["job_id"]: _usage(row) for row in rows}


def unanswered(job_id: UUID) -> list[bool]:
    """Of its calls that are under way, or were given up before their answer came, whether each is simulated."""
    calls = LedgerEntry.objects.filter(_OPEN | _ABANDONED, job_id=job_id)
    return list(calls.values_list("simulated", flat=True))


def usage_of_trees(jobs: Iterable[Job]) -> Mapping[UUID, JobUsage]:
    """As `usage_of`, each job together with its children; one query more where some have any."""
    rows = list(jobs)
    usage = dict(usage_of(job.pk for job in rows))
    if split := [job.pk for job in rows if job.children_total]:
        calls = LedgerEntry.objects.filter(job__parent_id__in=split).order_by().values("job__parent_id")
        for row in calls.annotate(**_SUMS):
            parent_id = cast(UUID, row["job__parent_id"])
            usage[parent_id] = usage.get(parent_id, NO_USAGE) + _usage(row)
    return usage


def _usage(row: Mapping[str, Any]) -> JobUsage:
    return JobUsage(
        calls=row["calls"],
        input_tokens=row["tokens_in"],
        output_tokens=row["tokens_out"],
        cost_nano=None if row["unknown"] else row["real"],
        simulated_nano=row["simulated_sum"],
        abandoned_calls=row["abandoned"],
        abandoned_nano=row["abandoned_sum"],
    )


def maybe_spent_on(job: Job) -> int:
    """Nano-dollars that calls of `job` and its parts may have cost that failed before they were answered."""
    return usage_of_trees([job]).get(job.pk, NO_USAGE).abandoned_nano


def maybe_spent_in_day(owner_id: UUID, day: date) -> int:
    """The same of all jobs of an owner on a `day`, in UTC."""
    began = datetime.combine(day, time(), UTC)
    calls = LedgerEntry.objects.filter(
        owner_id=owner_id, created_at__gte=began, created_at__lt=began + timedelta(days=1)
    )
    found: int | None = calls.filter(_ABANDONED & _REAL).aggregate(total=Sum("estimate_nano"))["total"]
    return found or 0


def usage_by_step(job_id: UUID) -> list[dict[str, Any]]:
    """One row a step, provider and model: calls, tokens, nano-dollars, in the order of the first call.

    The steps of its children are among them.
    """
    children = Job.objects.filter(parent_id=job_id).values("pk")
    rows = (
        LedgerEntry.objects.filter(Q(job_id=job_id) | Q(job_id__in=Subquery(children)))
        .order_by()
        .values("step", "provider", "model", "simulated")
        .annotate(
            calls=Count("pk"),
            open_calls=Count("pk", filter=_OPEN),
            abandoned_calls=Count("pk", filter=_ABANDONED),
            tokens_in=Coalesce(Sum("input_tokens"), 0),
            tokens_out=Coalesce(Sum("output_tokens"), 0),
            cost_sum=Coalesce(Sum("cost_nano", filter=_ANSWERED), 0),
            unknown=Count("pk", filter=_ANSWERED & Q(cost_nano=None)),
            first_at=Min("created_at"),
        )
        .order_by("first_at", "step")
    )
    return [dict(row) for row in rows]


def with_cost(jobs: JobQuerySet) -> JobQuerySet:
    """Adds `cost_nano` (real), `simulated_nano` and `unknown_costs` (calls without a price) to each job of a page."""
    calls = LedgerEntry.objects.filter(_ANSWERED, job_id=OuterRef("pk")).order_by().values("job_id")
    return jobs.annotate(
        cost_nano=Coalesce(Subquery(calls.filter(_REAL).annotate(n=Sum("cost_nano")).values("n")), 0),
        simulated_nano=Coalesce(Subquery(calls.exclude(_REAL).annotate(n=Sum("cost_nano")).values("n")), 0),
        unknown_costs=Coalesce(Subquery(calls.filter(_REAL, cost_nano=None).annotate(n=Count("pk")).values("n")), 0),
    )

"""Tasks as board and list show them: what a person must know of each at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from accounts.models import User
from jobs.models import Job, TimeEntry
from jobs.pages.tasks.due import Due, due_of
from jobs.selectors.tasks import Column, column_of
from jobs.selectors.time_entries import minutes_of, running_among
from jobs.states import HeldReason, Status

WIDE = ("payload", "result", "description", "join_policy")
_HELD = {
    HeldReason.BUDGET: "held for its budget",
    HeldReason.PAUSE: "held by a pause",
    HeldReason.PARENT: "held with the job it belongs to",
    HeldReason.PERSON: "held by a person",
    HeldReason.UPSTREAM: "held: what it waited for failed",
}


@dataclass(frozen=True, slots=True)
class Card:
    """`waits` says why it cannot be begun, `worked_as` is the priority that it inherits; both are empty without.

    `workers` are those whose timers run on it. Minutes are whole.
    """

    id: UUID
    title: str
    status: str
    column: Column
    priority: str
    worked_as: str
    category: str
    tags: list[str]
    due: Due | None
    waits: str
    assignee: str
    owner: str
    estimated: int | None
    spent: int
    workers: list[str]
    is_mine_running: bool
    can_reopen: bool

    @property
    def can_start(self) -> bool:
        return self.status in {Status.PENDING, Status.PROCESSING} and not self.is_mine_running

    @property
    def can_complete(self) -> bool:
        return self.status in {Status.PENDING, Status.PROCESSING}


def cards_of(caller: User, jobs: Sequence[Job], now: datetime) -> list[Card]:
    """`jobs` as `caller` sees them, in as many queries however many they are."""
    rows, zone = list(jobs), ZoneInfo(caller.time_zone)
    prefetch_related_objects(rows, "tag_rows", "assignee", "owner")
    ids = [job.pk for job in rows]
    spent, running = minutes_of(ids), running_among(ids)
    return [_card(caller, job, spent.get(job.pk, 0.0), running.get(job.pk, []), now, zone) for job in rows]


def _card(caller: User, job: Job, spent: float, running: Sequence[TimeEntry], now: datetime, zone: ZoneInfo) -> Card:
    is_owner = job.owner_id == caller.pk
    return Card(
        id=job.pk,
        title=job.title,
        status=job.status,
        column=column_of(job.status),
        priority=job.priority,
        worked_as="" if job.is_final or job.effective_priority == job.priority else job.effective_priority,
        category=job.category,
        tags=sorted(tag.name for tag in job.tag_rows.all()),
        due=due_of(job.due_at, now, zone, is_final=job.is_final),
        waits=_waits(job, zone),
        assignee=_name(caller, job.assignee),
        owner="" if is_owner else job.owner.get_short_name(),
        estimated=job.estimated_minutes,
        spent=int(spent),
        workers=[_name(caller, entry.person) for entry in running if entry.person],
        is_mine_running=any(entry.person_id == caller.pk for entry in running),
        can_reopen=job.status == Status.COMPLETED or (job.is_final and is_owner),
    )


def _name(caller: User, person: User | None) -> str:
    if person is None:
        return ""
    return "you" if person.pk == caller.pk else person.get_short_name()


def _waits(job: Job, zone: ZoneInfo) -> str:
    match job.status:
        case Status.BLOCKED:
            return "waits for another job" if job.open_edges == 1 else f"waits for {job.open_edges} other jobs"
        case Status.HELD:
            return _HELD[HeldReason(job.held_reason or HeldReason.PERSON)]
        case Status.SCHEDULED if job.wake_at:
            return f"starts {job.wake_at.astimezone(zone):%-d %b, %H:%M}"
    return ""

"""What the page of a job says beyond all others' when it is a person's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.pages.tasks.cards import cards_of
from jobs.selectors.time_entries import entries_of
from jobs.states import MANUAL

MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """`entry` has `spent` and its corrections."""

    entry: Any
    is_mine_to_correct: bool

    @property
    def seconds(self) -> int:
        return int(self.entry.spent.total_seconds())


def task_of(caller: User, job: Job) -> dict[str, Any]:
    """`{task}`: its card and its newest entries, for those who may work on it; nothing for machines' work."""
    if job.kind != MANUAL:
        return {}
    (card,) = cards_of(caller, [job], timezone.now())
    entries = entries_of(job.pk).select_related("person").prefetch_related("corrections__by").reverse()
    rows = list(entries[: MOST_ENTRIES + 1])
    is_owner, is_assignee = job.owner_id == caller.pk, job.assignee_id == caller.pk
    return {
        "section": "/tasks",
        "task": {
            "card": card,
            "is_owner": is_owner,
            "may_work": is_owner or is_assignee,
            "zone": ZoneInfo(caller.time_zone),
            "entries": [ShownEntry(row, is_owner or row.person_id == caller.pk) for row in rows[:MOST_ENTRIES]],
            "has_more": len(rows) > MOST_ENTRIES,
        },
    }

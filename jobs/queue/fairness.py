"""An owner's place beside others: the more of its own work is before a job, the later is the job's turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from jobs.conf import conf
from jobs.models import Job
from jobs.queue.turn import turn_for
from jobs.states import PRIORITY_RANK, Priority

STANDING = """
SELECT
    count(*) FILTER (WHERE is_whole = 1),
    count(*) FILTER (WHERE is_turned = 1 AND is_ahead = 1),
    (SELECT weight FROM jobs_ownershare WHERE owner_id = %(owner)s)
FROM ({walks}) AS live
"""
# Walks of the index `job_standing` that end at the cap: jobs that are no part of others, and parts that have a turn.
WHOLE = """
SELECT * FROM (
    SELECT 1 AS is_whole, CASE WHEN turn_at IS NULL THEN 0 ELSE 1 END AS is_turned, {is_ahead} AS is_ahead
    FROM jobs_job
    WHERE owner_id = %(owner)s AND priority = '{priority}' AND outcome IS NULL AND parent_id IS NULL
    LIMIT %(cap)s
) AS whole_{priority}
"""
# Parts that stand in line, which may be very many, have no turn. PostgreSQL passes over them in its index, without
# reading a row; SQLite takes longer over each, so that there they come last, and count for the cap.
PARTS = {
    "postgresql": """
SELECT * FROM (
    SELECT 0 AS is_whole, 1 AS is_turned, {is_ahead} AS is_ahead
    FROM jobs_job
    WHERE owner_id = %(owner)s AND priority = '{priority}' AND outcome IS NULL AND parent_id IS NOT NULL
        AND turn_at IS NOT NULL
    LIMIT %(cap)s
) AS parts_{priority}
""",
    "sqlite": """
SELECT * FROM (
    SELECT 0 AS is_whole, turn_at IS NOT NULL AS is_turned, {is_ahead} AS is_ahead
    FROM jobs_job
    WHERE owner_id = %(owner)s AND priority = '{priority}' AND outcome IS NULL AND parent_id IS NOT NULL
    ORDER BY parent_id DESC, turn_at DESC
    LIMIT %(cap)s
) AS parts_{priority}
""",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What an owner has in the queue, counted up to `max_queued_per_owner` at each priority.

    `unfinished` are its jobs but for parts of others; `ahead` are those, parts too, that a worker may take or has, of
    the priority asked for or a higher one.
    """

    unfinished: int
    ahead: int
    weight: float


def standing(owner_id: UUID, priority: str) -> Standing:
    """By one statement, beside any number of finished jobs."""
    owner = UUIDField().get_db_prep_value(owner_id, connection)
    statement = _statement(priority, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"owner": owner, "cap": conf().max_queued_per_owner})
        unfinished, ahead, weight = cursor.fetchone()
    return Standing(unfinished, ahead, 1.0 if weight is None else weight)


class Turns:
    """Gives jobs their places in the order of claiming; each one counts for those of its owner that come after it.

    Concurrent ones do not see each other: the place is a hint, not a promise.
    """

    def __init__(self) -> None:
        self._standings: dict[tuple[UUID, str], Standing] = {}
        self._placed: Counter[tuple[UUID, str]] = Counter()

    def standing(self, owner_id: UUID, priority: str) -> Standing:
        """As it was when this owner and priority were first asked for."""
        key = owner_id, priority
        if key not in self._standings:
            self._standings[key] = standing(owner_id, priority)
        return self._standings[key]

    def place(self, job: Job, due: datetime) -> datetime | None:
        """The turn of `job`, which is due at `due`; None for one that no worker takes."""
        first = turn_for(job, due)
        if first is None:
            return None
        priority = job.effective_priority
        found = self.standing(job.owner_id, priority)
        ahead = found.ahead + sum(self._placed[job.owner_id, word] for word in _as_high(priority))
        self._placed[job.owner_id, priority] += 1
        return first + timedelta(seconds=ahead * conf().fair_slice_seconds / found.weight)


@cache
def _as_high(priority: str) -> tuple[Priority, ...]:
    """`priority` and those above it."""
    return tuple(word for word in Priority if PRIORITY_RANK[word] >= PRIORITY_RANK[Priority(priority)])


@cache
def _statement(priority: str, vendor: str) -> str:
    ahead = _as_high(priority)
    walks = [
        walk.format(priority=word.value, is_ahead=int(word in ahead))
        for word in Priority
        for walk in (WHOLE, PARTS[vendor])
    ]
    return STANDING.format(walks="UNION ALL".join(walks))

"""A job among those that it waits for and that wait for it, near ones first, as far as the caller may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from accounts.models import User
from jobs.models import Dependency, Job
from jobs.selectors.jobs import readable_jobs, workable_jobs

MOST_SHOWN = 30
# Beyond so many nothing is looked at any more, nor counted.
MOST_COUNTED = 300

End = Literal["job_id", "upstream_id"]


@dataclass(frozen=True, slots=True)
class Graph:
    """`jobs` begin with the one that was asked for; `edges` are those between them.

    `more` are not among them although the caller may see them, up to about `MOST_COUNTED`; `hidden` may not be seen.
    """

    jobs: list[Job]
    edges: list[Dependency]
    more: int
    hidden: int


def graph_of(caller: User, job: Job, most: int = MOST_SHOWN) -> Graph:
    """Up to `most` jobs around `job`; only that one where nothing waits."""
    near = _reached(job.pk, "job_id", "upstream_id") | _reached(job.pk, "upstream_id", "job_id")
    near.pop(job.pk, None)
    if not near:
        return Graph([job], [], more=0, hidden=0)
    seen = set(_visible(caller, near))
    shown = sorted(seen, key=lambda each: (near[each], each))[: most - 1]
    jobs = Job.objects.filter(pk__in=shown).only("pk", "title", "kind", "status", "priority", "lifted_to").in_bulk()
    ids = [job.pk, *shown]
    edges = Dependency.objects.filter(job_id__in=ids, upstream_id__in=ids)
    there = [job, *(jobs[each] for each in shown if each in jobs)]
    return Graph(there, list(edges), more=len(seen) - len(shown), hidden=len(near) - len(seen))


def _reached(start: UUID, here: End, there: End) -> dict[UUID, int]:
    """How many edges away each is that is reached from `start` by edges from their end `here` to their end `there`."""
    away = {start: 0}
    level, distance = {start}, 0
    while level and len(away) <= MOST_COUNTED:
        distance += 1
        edges = Dependency.objects.filter(**{f"{here}__in": level}).order_by(there)
        level = set(edges.values_list(there, flat=True)[: MOST_COUNTED + 1]) - away.keys()
        away |= dict.fromkeys(level, distance)
    return away


def _visible(caller: User, ids: Iterable[UUID]) -> list[UUID]:
    wanted = list(ids)
    seen = readable_jobs(caller).filter(pk__in=wanted).values_list("pk", flat=True)
    assigned = workable_jobs(caller).filter(pk__in=wanted).values_list("pk", flat=True)
    return [*seen, *assigned]

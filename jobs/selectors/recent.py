"""What an owner's live list shows: the newest jobs and all that still run."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts.models import User
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.selectors.jobs import for_listing

RECENT = 100
LIVE_LIMIT = 400


def recent_seqs(owner_id: UUID) -> dict[UUID, int]:
    """Number of the last event by job: the newest jobs, and older ones that are not final. Newest first."""
    mine = Job.objects.owned_by(owner_id).top_level()
    newest = dict(mine.order_by("-id").values_list("pk", "last_seq")[:RECENT])
    live = dict(mine.live().order_by("-id").values_list("pk", "last_seq")[:LIVE_LIMIT])
    return newest | live


def jobs_by_id(owner_id: UUID, ids: Sequence[UUID]) -> JobQuerySet:
    """Those of `ids` that the owner has, newest first, as a list needs them."""
    return for_listing(Job.objects.owned_by(owner_id).filter(pk__in=ids).order_by("-id"))


def assigned_seqs(person_id: UUID) -> dict[UUID, int]:
    """Number of the last event by task: what others gave the person to do, newest first."""
    given = Job.objects.tasks().live().filter(assignee_id=person_id).exclude(owner_id=person_id)
    return dict(given.order_by("-id").values_list("pk", "last_seq")[:LIVE_LIMIT])


def assigned_by_id(person_id: UUID, ids: Sequence[UUID]) -> JobQuerySet:
    """Those of the tasks `ids` that others gave the person, newest first, as a list needs them."""
    return for_listing(Job.objects.tasks().filter(pk__in=ids, assignee_id=person_id).order_by("-id"))


def people_of(ids: Sequence[UUID]) -> set[UUID]:
    """Whom the jobs concern: their owners, and those to whom they are assigned."""
    jobs = Job.objects.filter(pk__in=ids)
    given = jobs.filter(assignee__isnull=False)
    return {*jobs.values_list("owner_id", flat=True), *given.values_list("assignee_id", flat=True)}


def owners_of(ids: Sequence[UUID]) -> set[UUID]:
    return set(Job.objects.filter(pk__in=ids).values_list("owner_id", flat=True))


def newest_of(owner_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """The newest job of each; None where there is none."""
    theirs = Job.objects.filter(owner_id=OuterRef("pk")).order_by("-id").values("pk")[:1]
    return dict(User.objects.filter(pk__in=owner_ids).annotate(newest=Subquery(theirs)).values_list("pk", "newest"))

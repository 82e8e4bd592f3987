"""What the list's address asks for: filters and the place to go on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from jobs.models import Job
from jobs.models.job import JobQuerySet

PAGE_SIZE = 50
OVERDUE = "overdue"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty texts ask for nothing. `whose` is `all` for everybody's jobs, which only staff see; `due` is `overdue`."""

    q: str = ""
    status: str = ""
    kind: str = ""
    whose: str = ""
    due: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Filters:
        return cls(**{name: address.get(name, "")[:_LONGEST].strip() for name in cls.__slots__})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    def apply(self, jobs: JobQuerySet) -> JobQuerySet:
        if self.q:
            jobs = jobs.filter(title__icontains=self.q)
        if self.status:
            jobs = jobs.filter(status=self.status)
        if self.kind:
            jobs = jobs.filter(kind=self.kind)
        if self.due == OVERDUE:
            jobs = jobs.overdue()
        return jobs

    def address(self, **place: str) -> str:
        """The list's address with these filters and `place` (`before` or `after` an id)."""
        asked = {name: getattr(self, name) for name in self.__slots__} | place
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/jobs?{query}" if query else "/jobs"


@dataclass(frozen=True, slots=True)
class Page:
    """Jobs newest first, and the ids to go on from; None where there is nothing further."""

    jobs: list[Job]
    newer: UUID | None
    older: UUID | None


def page_of(jobs: JobQuerySet, *, before: UUID | None, after: UUID | None, size: int = PAGE_SIZE) -> Page:
    """The `size` jobs next to the cursor: ids are ordered by time, so pages do not shift as jobs arrive."""
    if after is not None:
        rows = list(jobs.filter(pk__gt=after).order_by("pk")[: size + 1])
        more, found = len(rows) > size, rows[:size][::-1]
        newer, older = more, bool(found)
    else:
        newest_first = jobs.order_by("-pk")
        rows = list((newest_first.filter(pk__lt=before) if before else newest_first)[: size + 1])
        more, found = len(rows) > size, rows[:size]
        newer, older = before is not None and bool(found), more
    return Page(found, found[0].pk if newer else None, found[-1].pk if older else None)


def cursor(text: str | None) -> UUID | None:
    """An id from the address; None for none and for a broken one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None

"""Which kinds a person may ask for in lists."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from jobs.handlers import registry
from jobs.models.job import JobQuerySet
from jobs.selectors.jobs import all_jobs, kinds_among, visible_jobs


def unknown_kinds(caller: User, kinds: Sequence[str]) -> list[str]:
    """Those of `kinds` that are not registered; a kind that was removed is known while the caller has jobs of it."""
    return _unknown(visible_jobs(caller), kinds)


def refuse_unknown_kinds(kinds: Sequence[str]) -> None:
    """UnknownKind for staff, to whom a kind that was removed is known while anybody has jobs of it."""
    for kind in _unknown(all_jobs(), kinds):
        registry.get(kind)


def _unknown(jobs: JobQuerySet, kinds: Sequence[str]) -> list[str]:
    strange = [kind for kind in kinds if kind not in registry]
    there = kinds_among(jobs, strange) if strange else set()
    return [kind for kind in strange if kind not in there]

"""Which kinds a person may ask for in lists."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from jobs.handlers import registry
from jobs.selectors.jobs import kinds_among, visible_jobs


def unknown_kinds(caller: User, kinds: Sequence[str]) -> list[str]:
    """Those of `kinds` that are not registered; a kind that was removed is known while the caller has jobs of it."""
    strange = [kind for kind in kinds if kind not in registry]
    there = kinds_among(visible_jobs(caller), strange) if strange else set()
    return [kind for kind in strange if kind not in there]

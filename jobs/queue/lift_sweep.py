"""Finds jobs whose inherited priority a crash has left as it was. Finding nothing is the rule."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from jobs.models import Dependency, Job
from jobs.queue.lift import weigh
from jobs.states import higher


class LiftSweep:
    """Looks at all edges and all lifted jobs, a page at a call, and rests when it has seen the last."""

    def __init__(self, rest_seconds: float = 0.0) -> None:
        self._rest_seconds = rest_seconds
        self._edge: tuple[UUID, UUID] | None = None
        self._lifted: UUID | None = None
        self._next_round = 0.0

    def page(self, limit: int = 500) -> int:
        """How many of the next edges and lifted jobs had to be weighed again."""
        if time.monotonic() < self._next_round:
            return 0
        wrong = self._too_low(limit) | self._too_high(limit)
        if wrong:
            weigh(wrong)
        if self._edge is None and self._lifted is None:
            self._next_round = time.monotonic() + self._rest_seconds
        return len(wrong)

    def _too_low(self, limit: int) -> set[UUID]:
        edges = Dependency.objects.order_by("pk")
        if self._edge is not None:
            edges = edges.filter(pk__gt=self._edge)
        page = list(edges.select_related("job", "upstream").only(*_COMPARED)[:limit])
        self._edge = page[-1].pk if len(page) == limit else None
        return {edge.upstream_id for edge in page if _is_too_low(edge)}

    def _too_high(self, limit: int) -> set[UUID]:
        """Lifted, and nobody that urgent waits for it."""
        lifted = Job.objects.live().filter(lifted_to__isnull=False, parent_id=None).order_by("pk")
        if self._lifted is not None:
            lifted = lifted.filter(pk__gt=self._lifted)
        page = dict(lifted.values_list("pk", "lifted_to")[:limit])
        self._lifted = [*page][-1] if len(page) == limit else None
        waiting = Dependency.objects.filter(upstream_id__in=page, is_open=True, job__outcome=None)
        held_up: set[Any] = {
            edge.upstream_id
            for edge in waiting.select_related("job").only("upstream_id", "job__priority", "job__lifted_to")
            if edge.job.effective_priority == page[edge.upstream_id]
        }
        return set(page) - held_up


_COMPARED = (
    "is_open", "job__priority", "job__lifted_to", "job__outcome",
    "upstream__priority", "upstream__lifted_to", "upstream__outcome",
)  # fmt: skip


def _is_too_low(edge: Dependency) -> bool:
    if not edge.is_open or edge.job.outcome or edge.upstream.outcome:
        return False
    return higher(edge.job.effective_priority, edge.upstream.effective_priority) is not None

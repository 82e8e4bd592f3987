"""Repairs what a crash between two transactions may have left of a fan-out. Finding nothing is the rule."""

from __future__ import annotations

import time
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from jobs import notifier
from jobs.models import Job
from jobs.queue.cascade import cancel_children, hold_children, wake_children
from jobs.queue.children import count_open
from jobs.queue.clock import now as database_now
from jobs.queue.conclude import conclude, join_if_all_final
from jobs.queue.join_policy import is_hopeless
from jobs.queue.journal import Journal
from jobs.queue.locking import again_after_deadlock, lock_chain
from jobs.queue.places import give_places
from jobs.states import FAILING, WAITING, Custody, HeldReason, Status


class Sweep:
    """Looks at all parents whose children work or are held, a page at a call, and rests when it has seen the last."""

    def __init__(self, rest_seconds: float = 0.0) -> None:
        self._rest_seconds = rest_seconds
        self._after: UUID | None = None
        self._next_round = 0.0

    def page(self, limit: int = 100) -> int:
        """How many of the next parents had to be mended."""
        if time.monotonic() < self._next_round:
            return 0
        parents = Job.objects.filter(join_policy__isnull=False).live().order_by("pk")
        fanned_out = parents.filter(Q(custody=Custody.CHILDREN) | Q(status=Status.HELD))
        if self._after is not None:
            fanned_out = fanned_out.filter(pk__gt=self._after)
        page = list(fanned_out.values_list("pk", flat=True)[:limit])
        self._after = page[-1] if len(page) == limit else None
        if self._after is None:
            self._next_round = time.monotonic() + self._rest_seconds
        return sum(_mend_one(parent_id) for parent_id in page)


def _mend_one(parent_id: UUID) -> bool:
    return _finish_cascade(parent_id) or _recount(parent_id) or _fill_places(parent_id)


def _finish_cascade(parent_id: UUID) -> bool:
    """Take up a cancel, hold or resume that did not reach all children."""
    parent = Job.objects.get(pk=parent_id)
    children = Job.objects.filter(parent_id=parent_id).live()
    if parent.status == Status.HELD:
        if children.filter(status__in=WAITING - {Status.HELD}).exists():
            hold_children(parent_id)
            return True
        return False
    if parent.cancel_requested_at is not None or is_hopeless(parent):
        if children.filter(Q(status__in=WAITING) | Q(cancel_requested_at=None)).exists():
            cancel_children(parent_id)
            return True
        return False
    if children.filter(held_reason=HeldReason.PARENT).exists():
        wake_children(parent_id)
        return True
    return False


@again_after_deadlock
def _recount(parent_id: UUID) -> bool:
    """Count the children of a parent from their rows, and send it to its join when none is open."""
    with transaction.atomic():
        parent = lock_chain(parent_id)
        if parent is None or parent.is_final:
            return False
        children = Job.objects.filter(parent_id=parent_id)
        counted = {
            "children_open": count_open(parent),
            "children_failed": children.filter(outcome__in=FAILING).count(),
        }
        if all(getattr(parent, name) == value for name, value in counted.items()):
            return False
        Job.objects.filter(pk=parent_id).update(**counted)
        for name, value in counted.items():
            setattr(parent, name, value)
        journal = Journal(database_now())
        join_if_all_final(parent, journal)
        conclude(journal)
    notifier.announce_jobs([parent_id], ready=True)
    return True


@again_after_deadlock
def _fill_places(parent_id: UUID) -> bool:
    """Let children go on that stand in line although there is a place."""
    if not Job.objects.filter(parent_id=parent_id, has_place=False).live().exists():
        return False
    with transaction.atomic():
        parent = lock_chain(parent_id)
        journal = Journal(database_now())
        give_places([] if parent is None else [parent], journal)
        journal.flush()
    if journal.touched:
        notifier.announce_jobs(list(journal.touched), ready=True)
    return bool(journal.touched)

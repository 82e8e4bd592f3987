"""Claims within the limits of kinds: counted from live leases, and on the policy's row for the rate.

The policy rows are locked until the claim is committed, so that two claimers never fill the same place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from jobs.models import KindPolicy, Lease
from jobs.models.kind_policy import LONGEST_RATE_SECONDS
from jobs.queue.clock import now as database_now
from jobs.queue.driver import driver
from jobs.queue.locking import locked
from jobs.queue.wanted import Claimant, Ready, Wanted
from jobs.queue.writes import Custodian


def take(claimant: Claimant, ready: Sequence[Ready], known: Mapping[str, int], limit: int) -> list[Custodian]:
    """Claim up to `limit` jobs of the kinds `ready`, within their limits; a full kind or owner hides no other."""
    free = [Wanted(each.kind, known[each.kind]) for each in ready if not each.has_limits]
    limited = [each.kind for each in ready if each.has_limits]
    if not limited:
        return driver().claim(claimant, free, limit)
    rooms = _rooms(limited, known)
    taken: list[Custodian] = []
    wanted = free + [room.wanted() for room in rooms.values() if room.places != 0]
    while wanted and len(taken) < limit:
        batch = driver().claim(claimant, wanted, limit - len(taken))
        taken += batch
        wanted = [room.wanted() for room in rooms.values() if room.fill(batch) and room.may_hide_others]
    for room in rooms.values():
        room.note_starts()
    return taken


class Room:
    """What a locked policy still has room for."""

    def __init__(self, policy: KindPolicy, version: int, held: Counter[UUID], now: datetime) -> None:
        self._policy = policy
        self._version = version
        self._held = held
        self._now = now
        self._starts = 0
        self._in_window = 0 if starts_new_window(policy, now) else policy.window_claims

    @property
    def places(self) -> int | None:
        """How many may be claimed now; None is no limit."""
        policy = self._policy
        free = [] if policy.max_running is None else [policy.max_running - self._held.total()]
        if policy.rate_limit is not None:
            free.append(policy.rate_limit - self._in_window - self._starts)
        return max(0, min(free)) if free else None

    @property
    def may_hide_others(self) -> bool:
        """Whether an owner that became full may have stood before others."""
        return self._policy.max_running_per_owner is not None and self.places != 0

    def wanted(self) -> Wanted:
        per_owner = self._policy.max_running_per_owner
        held = {} if per_owner is None else dict(self._held)
        return Wanted(self._policy.kind, self._version, self.places, per_owner, held)

    def fill(self, taken: Iterable[Custodian]) -> int:
        """Count those of `taken` that are of this kind; how many were."""
        owners = [each.owner_id for each in taken if each.kind == self._policy.kind]
        self._held.update(owners)
        self._starts += len(owners)
        return len(owners)

    def note_starts(self) -> None:
        """Write what was claimed in the rate window."""
        if self._policy.rate_limit is None or not self._starts:
            return
        if starts_new_window(self._policy, self._now):
            self._policy.window_started_at = self._now
        self._policy.window_claims = self._in_window + self._starts
        self._policy.save(update_fields=["window_started_at", "window_claims"])


def starts_new_window(policy: KindPolicy, now: datetime) -> bool:
    """Whether the rate window of `policy` is over, or none has begun."""
    began = policy.window_started_at
    return began is None or not began <= now < window_end(policy, began)


def window_end(policy: KindPolicy, began: datetime) -> datetime:
    """When a rate window is over that `began` then, whatever stands in the policy's row."""
    seconds = policy.rate_seconds or 0.0
    return began + timedelta(seconds=min(seconds, LONGEST_RATE_SECONDS))


def _rooms(kinds: Iterable[str], known: Mapping[str, int]) -> dict[str, Room]:
    policies = locked(KindPolicy.objects.filter(kind__in=list(kinds)).order_by("kind"))
    now = database_now()
    held: dict[str, Counter[UUID]] = {policy.kind: Counter() for policy in policies}
    leases = Lease.objects.filter(kind__in=held).order_by().values_list("kind", "owner_id")
    for kind, owner_id, count in leases.annotate(Count("pk")):
        held[kind][owner_id] = count
    return {policy.kind: Room(policy, known[policy.kind], held[policy.kind], now) for policy in policies}

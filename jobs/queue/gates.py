"""Gates that the calls of all workers share: a breaker that shuts after failures, and limits of a minute.

Each decision is one short transaction under the gate's row lock, by the database's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from jobs.models import Gate
from jobs.queue.clock import now as database_now
from jobs.queue.locking import locked

WINDOW = timedelta(seconds=60)
# So many failures within so long shut a gate; for how long; and how long one call may try whether it is well again.
FAILURES = 5
FAILING = timedelta(seconds=60)
SHUT = timedelta(seconds=30)
PROBE = timedelta(seconds=60)
# Others look again so soon while one call tries.
PROBE_WAIT = 2.0
SLOWEST_PACE = 10
# Of such a gate one wants to hear that a call went well.
TAINTED = Q(failures__gt=0) | Q(shut_until__isnull=False)


class Answer(StrEnum):
    """What became of a call that went through."""

    WELL = "well"
    FAILED = "failed"
    LIMITED = "limited"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Turn:
    """After how many seconds to ask again; 0 for a call that may go through now.

    Of a `tainted` gate one wants to hear that a call went well.
    """

    wait: float = 0.0
    tainted: bool = False
    reason: str = ""


def enter(key: str, amount: int | None = 0) -> Turn:
    """Whether a call of `amount` may go through now; it is counted then.

    One of no amount (None) is not counted: nothing is written, and no row is locked, while the gate is open.
    """
    if amount is None:
        if not Gate.objects.filter(pk=key).filter(TAINTED).exists():
            return Turn()
        amount = 0
    with transaction.atomic():
        gate, now = _locked(key), database_now()
        shut = _shut(gate, now)
        wait = shut or _full(gate, amount, now)
        if not wait:
            gate.window_requests += 1
            gate.window_amount += amount
        gate.save()
    return Turn(wait, _is_tainted(gate), gate.shut_reason if shut else "")


def tell(key: str, answer: Answer, *, seconds: float = 0.0, reason: str = "") -> None:
    """What became of a call; `seconds` is how long the other side asked to be left alone, or is to be after REFUSED."""
    with transaction.atomic():
        gate, now = _locked(key), database_now()
        match answer:
            case Answer.WELL:
                _mend(gate)
            case Answer.FAILED:
                _note_failure(gate, now)
            case Answer.LIMITED:
                _slow_down(gate, now)
            case Answer.REFUSED:
                _shut_at_once(gate, now)
        if seconds:
            gate.shut_until = max(gate.shut_until or now, now + timedelta(seconds=seconds))
        gate.shut_reason = reason[:200] if gate.shut_until else ""
        gate.save()


def _locked(key: str) -> Gate:
    found = locked(Gate.objects.filter(pk=key))
    if not found:  # its first call
        Gate.objects.bulk_create([Gate(key=key)], ignore_conflicts=True)
        found = locked(Gate.objects.filter(pk=key))
    return found[0]


def _shut(gate: Gate, now: datetime) -> float:
    """How long to wait before a gate that failures or the other side have shut; once that is over, one call tries."""
    if gate.shut_until is not None and now < gate.shut_until:
        return (gate.shut_until - now).total_seconds()
    if gate.failures < FAILURES:
        return 0.0
    if gate.probe_until is not None and now < gate.probe_until:
        return PROBE_WAIT
    gate.probe_until = now + PROBE
    return 0.0


def _full(gate: Gate, amount: int, now: datetime) -> float:
    """How long to wait for the next minute. A single call may be larger than what a minute allows."""
    if gate.window_started_at is None or now >= gate.window_started_at + WINDOW:
        _begin_window(gate, now)
    end = (gate.window_started_at or now) + WINDOW
    most = _most(gate)
    if most is not None and gate.window_requests >= most:
        return (end - now).total_seconds()
    if gate.max_amount is not None and gate.window_amount and gate.window_amount + amount > gate.max_amount:
        return (end - now).total_seconds()
    return 0.0


def full_until(gate: Gate, now: datetime) -> datetime | None:
    """When the minute is over in which as many calls as may have gone through; None when more may."""
    end = gate.window_started_at and gate.window_started_at + WINDOW
    if end is None or end <= now:
        return None
    most = _most(gate)
    has_had_all = (most is not None and gate.window_requests >= most) or (
        gate.max_amount is not None and gate.window_amount >= gate.max_amount
    )
    return end if has_had_all else None


def _most(gate: Gate) -> int | None:
    """How many calls a minute may go through."""
    return min((limit for limit in (gate.max_requests, gate.pace) if limit is not None), default=None)


def _begin_window(gate: Gate, now: datetime) -> None:
    """A pace that held for a minute is raised by a quarter; once nothing was held back by it, it goes."""
    if gate.pace is not None:
        gate.pace = None if gate.window_requests < gate.pace else gate.pace + max(1, gate.pace // 4)
    _empty_window(gate, now)


def _empty_window(gate: Gate, now: datetime) -> None:
    gate.window_started_at, gate.window_requests, gate.window_amount = now, 0, 0


def _is_tainted(gate: Gate) -> bool:
    return bool(gate.failures) or gate.shut_until is not None


def _mend(gate: Gate) -> None:
    gate.failures, gate.failing_since, gate.shut_until, gate.probe_until = 0, None, None, None


def _note_failure(gate: Gate, now: datetime) -> None:
    was_probe = gate.probe_until is not None
    if gate.failing_since is None or (now > gate.failing_since + FAILING and not was_probe):
        gate.failures, gate.failing_since = 0, now
    gate.failures += 1
    if was_probe or gate.failures >= FAILURES:
        gate.failures = max(gate.failures, FAILURES)
        gate.shut_until, gate.probe_until = now + SHUT, None


def _shut_at_once(gate: Gate, now: datetime) -> None:
    """As after too many failures: the next call that goes through tries alone."""
    gate.failures, gate.failing_since, gate.probe_until = max(gate.failures, FAILURES), gate.failing_since or now, None


def _slow_down(gate: Gate, now: datetime) -> None:
    """Half as many in the next minute as were tried when the other side asked for fewer.

    Once for a burst: what its later calls hear was said of the same minute.
    """
    if gate.pace is not None and not gate.window_requests:
        return
    gate.pace = max(SLOWEST_PACE, min(gate.window_requests, gate.pace or gate.window_requests) // 2)
    _empty_window(gate, now)

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
from jobs.queue.pace import next_at, slow_down, wait_for_room

# So many failures within so long shut a gate; for how long; and how long one call may try whether it is well again.
FAILURES = 5
FAILING = timedelta(seconds=60)
SHUT = timedelta(seconds=30)
PROBE = timedelta(seconds=60)
# Others look again so soon while one call tries.
PROBE_WAIT = 2.0
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
        wait = shut or wait_for_room(gate, amount, now)
        if not wait:
            _let_through(gate, amount, now)
        gate.save()
    return Turn(wait, _is_tainted(gate), gate.shut_reason if shut else "")


def tell(key: str, answer: Answer, *, seconds: float = 0.0, reason: str = "") -> None:
    """What became of a call; `seconds` is how long the other side asked to be left alone, or is to be after REFUSED."""
    with transaction.atomic():
        gate, now = _locked(key), database_now()
        match answer:
            case Answer.WELL:
                _mend(gate, now)
            case Answer.FAILED:
                _note_failure(gate, now)
            case Answer.LIMITED:
                seconds = slow_down(gate, now, seconds)
            case Answer.REFUSED:
                _shut_at_once(gate, now)
        if seconds:
            gate.shut_until = max(gate.shut_until or now, now + timedelta(seconds=seconds))
        if answer is not Answer.WELL:
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
    return PROBE_WAIT if gate.probe_until is not None and now < gate.probe_until else 0.0


def _let_through(gate: Gate, amount: int, now: datetime) -> None:
    gate.window_requests += 1
    gate.window_amount += amount
    if gate.failures >= FAILURES:  # it tries, alone
        gate.probe_until = now + PROBE


def full_until(gate: Gate, now: datetime) -> datetime | None:
    """When the next call is due at a gate that has let through as many as it may for now; None when more may."""
    due = next_at(gate)
    return due if due is not None and due > now else None


def _is_tainted(gate: Gate) -> bool:
    return bool(gate.failures) or gate.shut_until is not None


def _mend(gate: Gate, now: datetime) -> None:
    """A call that went well while the gate is shut went through before: the others wait all the same."""
    if gate.shut_until is None or now >= gate.shut_until:
        gate.failures, gate.failing_since, gate.shut_until, gate.probe_until = 0, None, None, None
        gate.shut_reason = ""


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

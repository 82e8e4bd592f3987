"""How many calls a minute go through a gate: as staff allow, and at the pace that the other side puts up with."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from jobs.models import Gate

WINDOW = timedelta(seconds=60)
SLOWEST_PACE = 10
# So many calls go through at once when a gate opens again, unless it was shut again at once; from then on a pace
# doubles as often as this, as long as nothing is refused.
OPENING = 3
DOUBLING = timedelta(seconds=15)
# What is heard so soon after a gate has opened may be said to calls that went through before it was slowed down.
BURST = timedelta(seconds=10)
# A gate is left alone for 2, 4, 8 s and so on as long as no call goes well, at least as long as was asked for.
LONGEST_REST = 300.0


def wait_for_room(gate: Gate, amount: int, now: datetime) -> float:
    """How many seconds a call of `amount` has to wait for its turn, 0 when it is due."""
    if gate.window_started_at is None or now >= gate.window_started_at + WINDOW:
        _begin_window(gate, now)
    due = next_at(gate, amount) or now
    return max(0.0, (due - now).total_seconds())


def next_at(gate: Gate, amount: int = 1) -> datetime | None:
    """When the next call of `amount` may go through, as this minute stands; None before the first one.

    A single call may be larger than what a minute allows.
    """
    began = gate.window_started_at
    if began is None:
        return None
    is_full = gate.max_requests is not None and gate.window_requests >= gate.max_requests
    if gate.max_amount is not None and gate.window_amount:
        is_full = is_full or gate.window_amount + amount > gate.max_amount
    if is_full:
        return began + WINDOW
    return began if gate.pace is None else began + min(WINDOW, _spread(gate.pace, gate.window_requests, gate.failures))


def _spread(pace: int, requests: int, refusals: int) -> timedelta:
    """When after its beginning a minute has room for one more than `requests`: it begins at `pace`, which doubles."""
    ahead = requests - (OPENING - 1 if refusals <= 1 else 0)
    if ahead <= 0:
        return timedelta()
    # The sum of a pace that doubles, solved for the time.
    of_first_doubling = pace * (DOUBLING / WINDOW) / math.log(2)
    return DOUBLING * math.log2(1 + ahead / of_first_doubling)


def slow_down(gate: Gate, now: datetime, seconds: float) -> float:
    """The other side asked for fewer calls, and to be left alone for `seconds`; for how long it is.

    Then it begins with as many a minute as half of those that were tried, once for a burst: its other calls hear the
    same. The longer nothing but refusals is heard, the longer the rests, and at last one call tries alone.
    """
    is_shut = gate.shut_until is not None and now < gate.shut_until
    if is_shut or (gate.pace is not None and not gate.window_requests):
        _begin_at(gate, max(gate.window_started_at or now, now + timedelta(seconds=seconds)))
        return seconds
    if not _has_just_opened(gate, now):
        gate.pace = max(SLOWEST_PACE, max(gate.pace or 0, gate.window_requests) // 2)
    gate.failures, gate.failing_since, gate.probe_until = gate.failures + 1, gate.failing_since or now, None
    rest = max(seconds, min(LONGEST_REST, 2.0 ** min(gate.failures, 32)))
    _begin_at(gate, now + timedelta(seconds=rest))
    return rest


def _has_just_opened(gate: Gate, now: datetime) -> bool:
    return gate.pace is not None and gate.window_started_at is not None and now < gate.window_started_at + BURST


def _begin_window(gate: Gate, now: datetime) -> None:
    """A pace that was mostly used for a minute is raised by a half at least, and to what the minute has taken; one that
    was not is no longer needed.

    Without a pace, what was tried in the minute before counts by half: a limit that is met early in a minute would else
    be taken for that of quiet times.
    """
    before = 0
    if gate.pace is not None:
        is_used = 4 * gate.window_requests >= 3 * gate.pace
        gate.pace = max(gate.pace + gate.pace // 2, gate.window_requests) if is_used else None
    elif gate.max_requests is None and gate.window_started_at is not None and now < gate.window_started_at + 2 * WINDOW:
        before = gate.window_requests // 2
    _begin_at(gate, now, before)


def _begin_at(gate: Gate, at: datetime, requests: int = 0) -> None:
    gate.window_started_at, gate.window_requests, gate.window_amount = at, requests, 0

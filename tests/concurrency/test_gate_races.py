"""Calls that meet at a gate, over real connections: one tries it out, and no more go through than may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from jobs.models import Gate
from jobs.queue import gates
from jobs.queue.gates import FAILURES, Turn, enter
from tests.support.racing import MOST_PLANTED, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

KEY = "openai/gpt"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def let_through(seed: int, callers: int = 5) -> int:
    """How many of `callers` at once may go through."""
    turns = race(seed, [partial(enter, KEY, 1)] * callers)
    assert all(isinstance(turn, Turn) for turn in turns), turns
    return sum(turn.wait == 0 for turn in turns)


def probe(seed: int) -> None:
    Gate.objects.update_or_create(
        key=KEY, defaults={"failures": FAILURES, "failing_since": LONG_AGO, "shut_until": LONG_AGO, "probe_until": None}
    )
    assert 1 == let_through(seed)


def limit(seed: int) -> None:
    most = 1 + seed % 4
    Gate.objects.update_or_create(key=KEY, defaults={"max_requests": most, "window_started_at": None})
    assert most == let_through(seed)


def repeat(play: Callable[[int], None], rounds: int) -> None:
    for seed in range(rounds):
        play(seed)


class TestGate:
    @pytest.mark.parametrize("play", [probe, limit])
    def test_lets_through_as_many_as_may(self, play: Callable[[int], None], race_rounds: int):
        repeat(play, race_rounds)


class TestHarness:
    @pytest.mark.postgresql
    @pytest.mark.parametrize("play", [probe, limit])
    def test_notices_when_the_gate_is_not_locked(self, play: Callable[[int], None], monkeypatch: pytest.MonkeyPatch):
        """On SQLite the transaction itself is the lock."""
        monkeypatch.setattr(gates, "locked", list)
        with pytest.raises(AssertionError):
            repeat(play, MOST_PLANTED)

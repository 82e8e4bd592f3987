"""How often a call is made again at once."""

from __future__ import annotations

import pytest

from generation.llm.errors import RateLimited, Transient, Unavailable
from generation.llm.retries import FAULT_TRIES, Retries, tries_of_attempt
from tests.support.contexts import MemoryRecorder, make_context


class TestTries:
    @pytest.mark.parametrize("attempts", [2, 3, 4, 5])
    def test_of_all_attempts_are_five(self, attempts: int) -> None:
        tries = [tries_of_attempt(failures, attempts) for failures in range(attempts)]
        assert FAULT_TRIES == sum(tries)
        assert max(tries) - min(tries) <= 1

    def test_are_one_at_least(self) -> None:
        assert {1} == {tries_of_attempt(failures, 25) for failures in range(40)}

    def test_is_one_where_one_attempt_was_asked_for(self) -> None:
        assert 1 == tries_of_attempt(0, 1)


class TestRetries:
    def test_are_not_made_after_a_longer_wait(self) -> None:
        retries = Retries(make_context(MemoryRecorder()))
        assert retries.wait_after(RateLimited("slow", retry_after=6)) is None
        assert retries.wait_after(Unavailable("down", retry_after=6)) is None

    def test_are_not_made_when_the_attempt_has_no_time_for_them(self) -> None:
        retries = Retries(make_context(MemoryRecorder(), seconds=3))
        assert retries.wait_after(RateLimited("slow", retry_after=4)) is None

    def test_wait_as_long_as_was_asked_for_and_longer_from_fault_to_fault(self) -> None:
        retries = Retries(make_context(MemoryRecorder(), max_attempts=2))
        assert 2 <= (retries.wait_after(Unavailable("down", retry_after=2)) or 0) <= 2.2
        assert 0.5 <= (retries.wait_after(Transient("down")) or 0) <= 1.2
        assert retries.wait_after(Transient("down")) is None

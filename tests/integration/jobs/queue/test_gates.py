"""Gates that all workers share: shut after failures, tried by one call, limited by the minute, slowed down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from jobs.models import Gate
from jobs.queue.gates import FAILURES, PROBE_WAIT, Answer, enter, tell
from jobs.queue.pace import OPENING

pytestmark = pytest.mark.django_db

KEY = "openai/gpt"


def later(seconds: float) -> None:
    """Let everything noted of the gate have happened so long ago."""
    ago = timedelta(seconds=seconds)
    for name in ("failing_since", "shut_until", "probe_until", "window_started_at"):
        Gate.objects.exclude(**{name: None}).update(**{name: F(name) - ago})


def fail(times: int = FAILURES) -> None:
    for _ in range(times):
        tell(KEY, Answer.FAILED, reason="502")


def wait(key: str, amount: int = 0) -> float:
    """How long a call has to wait."""
    return enter(key, amount).wait


def let_through(calls: int, every: float = 0.0) -> int:
    """How many of so many calls may go through, one every so many seconds."""
    through = 0
    for _ in range(calls):
        through += wait(KEY) == 0
        if every:
            later(every)
    return through


def limit(**limits: int) -> None:
    Gate.objects.update_or_create(key=KEY, defaults=limits)


class TestBreaker:
    def test_lets_calls_through_until_too_many_have_failed(self):
        fail(FAILURES - 1)
        assert 0 == wait(KEY)
        fail(1)
        assert 29 < wait(KEY) <= 30

    def test_forgets_failures_that_are_long_ago(self):
        fail(FAILURES - 1)
        later(61)
        fail(1)
        assert 0 == wait(KEY)

    def test_forgets_failures_once_a_call_went_well(self):
        fail(FAILURES - 1)
        tell(KEY, Answer.WELL)
        fail(1)
        assert 0 == wait(KEY)

    def test_has_one_call_try_when_its_time_is_over_and_opens_when_that_goes_well(self):
        fail()
        later(31)
        assert [0, PROBE_WAIT, PROBE_WAIT] == [wait(KEY) for _ in range(3)]
        tell(KEY, Answer.WELL)
        assert [0, 0] == [wait(KEY) for _ in range(2)]

    def test_shuts_again_when_the_call_that_tried_has_failed(self):
        fail()
        later(31)
        wait(KEY)
        fail(1)
        assert 29 < wait(KEY) <= 30

    def test_has_another_call_try_when_the_first_is_never_heard_of_again(self):
        fail()
        later(31)
        assert 0 == wait(KEY)
        later(61)
        assert 0 == wait(KEY)

    def test_is_tainted_from_the_first_failure_to_the_next_success(self):
        assert not enter(KEY).tainted
        fail(1)
        assert enter(KEY).tainted
        tell(KEY, Answer.WELL)
        assert not enter(KEY).tainted

    def test_says_why_it_is_shut(self):
        fail()
        assert "502" == enter(KEY).reason
        later(31)
        tell(KEY, Answer.WELL)
        assert "" == enter(KEY).reason


class TestLimits:
    def test_are_of_a_minute(self):
        limit(max_requests=2)
        assert [0, 0] == [wait(KEY) for _ in range(2)]
        assert 59 < wait(KEY) <= 60
        later(61)
        assert 0 == wait(KEY)

    def test_of_an_amount_let_a_single_call_be_larger(self):
        limit(max_amount=100)
        assert 0 == wait(KEY, 150)
        assert 59 < wait(KEY, 1) <= 60
        later(61)
        assert [0, 0] == [wait(KEY, 60), wait(KEY, 40)]
        assert wait(KEY, 1) > 0

    def test_of_one_gate_are_not_anothers(self):
        limit(max_requests=1)
        wait(KEY)
        assert 0 == wait("another")


class TestOtherSide:
    def test_is_left_alone_as_long_as_it_asked(self):
        wait(KEY)
        tell(KEY, Answer.LIMITED, seconds=7.0, reason="429")
        assert 6 < wait(KEY) <= 7
        later(8)
        assert 0 == wait(KEY)

    def test_gets_half_as_many_calls_after_it_asked_for_fewer_and_then_more_again(self):
        let_through(20)
        tell(KEY, Answer.LIMITED, seconds=30.0)
        later(30)
        assert [3, 0, 1] == [let_through(10), let_through(10), let_through(1, every=6) + let_through(1)]
        assert 10 == Gate.objects.get().pace

    def test_lets_those_who_wait_go_on_soon_after_the_time_that_it_named(self):
        """They did not, at an even 10 a minute: the twelfth of them came after 66 s."""
        let_through(10)
        tell(KEY, Answer.LIMITED, seconds=60.0)
        later(60)
        assert 3 == let_through(12)
        assert 12 <= 3 + let_through(60, every=0.5)

    def test_gets_ever_more_calls_until_it_refuses_one(self):
        let_through(10)
        tell(KEY, Answer.LIMITED, seconds=60.0)
        later(60)
        minutes = [let_through(120, every=0.5) for _ in range(2)]
        assert 50 < minutes[0] < minutes[1]
        pace = Gate.objects.get().pace
        assert pace >= minutes[0]
        tell(KEY, Answer.LIMITED, seconds=60.0)
        assert pace // 2 <= Gate.objects.get().pace <= minutes[1]


class TestRefusal:
    def test_shuts_at_once_and_has_one_call_try_later(self):
        tell(KEY, Answer.REFUSED, seconds=300.0, reason="401")
        assert (True, "401") == (299 < wait(KEY) <= 300, enter(KEY).reason)
        later(301)
        assert [0, PROBE_WAIT] == [wait(KEY), wait(KEY)]
        tell(KEY, Answer.REFUSED, seconds=300.0, reason="401")
        assert 299 < wait(KEY) <= 300

    def test_is_over_once_a_call_went_well(self):
        tell(KEY, Answer.REFUSED, seconds=300.0, reason="401")
        later(301)
        assert 0 == wait(KEY)
        tell(KEY, Answer.WELL)
        assert [0, 0] == [wait(KEY), wait(KEY)]


class TestUncounted:
    def test_leaves_no_trace_at_an_open_gate(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert 0 == enter(KEY, None).wait
        assert not Gate.objects.exists()

    def test_waits_at_a_shut_one(self):
        tell(KEY, Answer.REFUSED, seconds=300.0)
        assert enter(KEY, None).wait > 299


class TestPace:
    def test_is_halved_once_for_all_calls_of_a_burst(self):
        let_through(60)
        for _ in range(8):
            tell(KEY, Answer.LIMITED, seconds=6.0)
        assert 30 == Gate.objects.get().pace

    @pytest.mark.parametrize("seconds", [0.0, 6.0])
    def test_is_not_halved_by_what_the_burst_still_hears_once_others_have_gone_through(self, seconds: float):
        let_through(60)
        tell(KEY, Answer.LIMITED, seconds=seconds)
        later(9)
        let_through(1)
        tell(KEY, Answer.LIMITED, seconds=seconds)
        assert 30 == Gate.objects.get().pace

    def test_is_halved_again_by_what_is_heard_later(self):
        let_through(60)
        tell(KEY, Answer.LIMITED)
        later(2)
        let_through(10, every=2)
        tell(KEY, Answer.LIMITED)
        assert 15 == Gate.objects.get().pace

    def test_is_not_the_slowest_because_a_minute_has_just_begun(self):
        let_through(60)
        later(61)
        let_through(2)
        tell(KEY, Answer.LIMITED)
        assert 16 == Gate.objects.get().pace

    def test_spreads_calls_over_its_minute(self):
        let_through(40)
        tell(KEY, Answer.LIMITED, seconds=6.0)
        later(6)
        assert [0, 0, 0] == [wait(KEY) for _ in range(OPENING)]
        assert 2 < wait(KEY) <= 3
        later(3)
        assert [0, True] == [wait(KEY), wait(KEY) > 2]

    def test_opens_for_one_call_once_it_was_shut_again_at_once(self):
        let_through(40)
        for _ in range(2):
            tell(KEY, Answer.LIMITED, seconds=6.0)
            later(6)
            assert 0 == wait(KEY)
        assert wait(KEY) > 2

    def test_begins_when_the_other_side_may_be_asked_again(self):
        let_through(40)
        tell(KEY, Answer.LIMITED, seconds=6.0)
        tell(KEY, Answer.LIMITED, seconds=40.0)
        later(40)
        assert [0, 0, 0, True] == [wait(KEY), wait(KEY), wait(KEY), wait(KEY) > 2]


class TestRest:
    def test_is_not_cut_short_by_a_call_that_went_through_before(self):
        let_through(2)
        tell(KEY, Answer.LIMITED, seconds=30.0, reason="429")
        tell(KEY, Answer.WELL)
        assert (True, "429") == (29 < wait(KEY) <= 30, enter(KEY).reason)

    def test_grows_while_nothing_but_refusals_is_heard_so_that_few_ask_however_long_it_lasts(self):
        let_through(1)
        calls, seconds = 1, 0.0
        while seconds < 3600:
            tell(KEY, Answer.LIMITED, seconds=6.0)
            rest = wait(KEY)
            assert 5.9 < rest <= 300
            later(rest)
            seconds += rest
            calls += let_through(3)
        assert calls < 25

    def test_is_short_again_once_a_call_went_well(self):
        let_through(1)
        for _ in range(6):
            tell(KEY, Answer.LIMITED, seconds=1.0)
            later(wait(KEY))
            let_through(1)
        tell(KEY, Answer.WELL)
        later(6)
        let_through(1)
        tell(KEY, Answer.LIMITED, seconds=1.0)
        assert wait(KEY) <= 2


class TestProbe:
    def test_is_not_taken_by_a_call_that_has_to_wait_for_room(self):
        limit(max_requests=1)
        let_through(1)
        fail()
        later(31)
        assert 28 < wait(KEY) < 30
        later(30)
        assert [0, PROBE_WAIT] == [wait(KEY), wait(KEY)]

"""How what a handler returned or raised becomes the end of its attempt."""

from __future__ import annotations

import pytest

from jobs.errors import JobCancelled, LeaseLost, PermanentError, PutOff, RetryLater
from jobs.handlers import Complete, Fail, Partial, Snooze
from jobs.states import AttemptOutcome
from jobs.worker.running import Interrupt
from jobs.worker.verdicts import settle_for_error, settle_for_interrupt, settle_for_verdict


def write_beside() -> None:
    """Something a verdict wants written with its settle."""


class TestSettleForVerdict:
    @pytest.mark.parametrize(
        ("verdict", "outcome", "fields"),
        [
            (Complete([1], together=(write_beside,)), "completed", {"result": [1], "together": (write_beside,)}),
            (Partial(1, "half"), "partial_success", {"result": 1, "message": "half"}),
            (Fail("no", "Refused"), "failed", {"message": "no", "error_class": "Refused"}),
            (Snooze(9, "later"), "snoozed", {"seconds": 9, "message": "later"}),
        ],
    )
    def test_keeps_what_the_verdict_says(self, verdict, outcome, fields):
        settle = settle_for_verdict(verdict)
        assert outcome == settle.outcome
        assert fields == {name: getattr(settle, name) for name in fields}

    @pytest.mark.parametrize("answer", [None, {"ok": True}, Complete])
    def test_fails_what_is_no_verdict(self, answer):
        settle = settle_for_verdict(answer)
        assert (AttemptOutcome.FAILED, "InvalidVerdict") == (settle.outcome, settle.error_class)
        assert type(answer).__name__ in settle.message


class TestSettleForInterrupt:
    @pytest.mark.parametrize(
        ("interrupt", "outcome"),
        [(Interrupt.CANCEL, "cancelled"), (Interrupt.HOLD, "cancelled"), (Interrupt.RELEASE, "released"),
         (Interrupt.TIMEOUT, "error")],
    )  # fmt: skip
    def test_says_why_the_attempt_was_ended(self, interrupt, outcome):
        settle = settle_for_interrupt(interrupt, 2.5)
        assert settle is not None
        assert outcome == settle.outcome

    def test_names_the_limit_that_was_passed(self):
        settle = settle_for_interrupt(Interrupt.TIMEOUT, 2.5)
        assert settle is not None
        assert ("Timeout", True) == (settle.error_class, "2.5 s" in settle.message)

    def test_writes_nothing_for_a_lost_lease(self):
        assert settle_for_interrupt(Interrupt.LOST, 1) is None


class TestSettleForError:
    def test_is_an_error_to_be_tried_again(self):
        settle = settle_for_error(ValueError("odd"), asked=False)
        assert settle is not None
        assert ("error", "ValueError", "odd", None) == (
            settle.outcome, settle.error_class, settle.message, settle.seconds,
        )  # fmt: skip
        assert "ValueError: odd" in settle.traceback

    def test_names_an_error_without_words_by_its_type(self):
        settle = settle_for_error(KeyError(), asked=False)
        assert settle is not None
        assert "KeyError" == settle.message

    @pytest.mark.parametrize("error", [LeaseLost("gone"), ExceptionGroup("both", [ValueError(), LeaseLost("gone")])])
    def test_writes_nothing_for_a_lost_lease(self, error):
        assert settle_for_error(error, asked=True) is None

    def test_stops_a_job_that_was_asked_to(self):
        settle = settle_for_error(ExceptionGroup("both", [ValueError(), JobCancelled()]), asked=True)
        assert settle is not None
        assert AttemptOutcome.CANCELLED == settle.outcome

    def test_counts_a_failure_when_nobody_asked_the_job_to_stop(self):
        settle = settle_for_error(JobCancelled(), asked=False)
        assert settle is not None
        assert (AttemptOutcome.ERROR, "JobCancelled") == (settle.outcome, settle.error_class)
        assert "nobody asked" in settle.message

    def test_is_final_when_any_of_several_errors_is(self):
        settle = settle_for_error(ExceptionGroup("both", [ValueError(), PermanentError("wrong key")]), asked=False)
        assert settle is not None
        assert ("failed", "wrong key") == (settle.outcome, settle.message)

    def test_puts_off_without_a_failure_for_the_longest_wait(self):
        settle = settle_for_error(
            ExceptionGroup("", [PutOff("a", seconds=5), PutOff("b", seconds=50, gate="x")]), asked=False
        )
        assert ("snoozed", 50, "b", "") == (settle.outcome, settle.seconds, settle.message, settle.error_class)
        assert "x" == settle.gate

    def test_counts_a_failure_beside_what_is_put_off(self):
        settle = settle_for_error(ExceptionGroup("", [PutOff("a", seconds=5), ValueError("wrong")]), asked=False)
        assert ("error", "ValueError") == (settle.outcome, settle.error_class)

    def test_waits_for_the_longest_of_several_waits(self):
        errors = [RetryLater("busy", seconds=5), RetryLater("busier", seconds=50), ValueError()]
        settle = settle_for_error(ExceptionGroup("all", errors), asked=False)
        assert settle is not None
        assert ("error", 50) == (settle.outcome, settle.seconds)

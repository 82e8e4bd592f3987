"""Turns what a handler returned or raised into how its attempt ended."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import assert_never

from jobs.errors import JobCancelled, LeaseLost, PermanentError, RetryLater
from jobs.handlers import Complete, Fail, Partial, Snooze, Verdict
from jobs.queue.settle import Settle
from jobs.states import AttemptOutcome
from jobs.worker.running import Interrupt


def settle_for_verdict(verdict: Verdict | object) -> Settle:
    """A handler's verdict as a settle; anything else it returned is an error of the handler."""
    match verdict:
        case Complete(result, together):
            return Settle(AttemptOutcome.COMPLETED, result=result, together=together)
        case Partial(result, message, together):
            return Settle(AttemptOutcome.PARTIAL_SUCCESS, result=result, message=message, together=together)
        case Fail(message, error_class):
            return Settle(AttemptOutcome.FAILED, error_class=error_class, message=message)
        case Snooze(seconds, reason):
            return Settle(AttemptOutcome.SNOOZED, seconds=seconds, message=reason)
        case _:
            return Settle(
                AttemptOutcome.FAILED,
                error_class="InvalidVerdict",
                message=f"The handler returned {type(verdict).__name__}, not a verdict.",
            )


def settle_for_interrupt(interrupt: Interrupt, timeout_seconds: float) -> Settle | None:
    """How an attempt ends that was ended from outside; None when there is nothing to write any more."""
    match interrupt:
        case Interrupt.CANCEL | Interrupt.HOLD:
            return Settle(AttemptOutcome.CANCELLED)
        case Interrupt.RELEASE:
            return Settle(AttemptOutcome.RELEASED, message="The worker stopped; released for another")
        case Interrupt.TIMEOUT:
            return Settle(
                AttemptOutcome.ERROR,
                error_class="Timeout",
                message=f"The attempt took longer than its limit of {timeout_seconds:g} s.",
            )
        case Interrupt.LOST:
            return None
        case _:
            assert_never(interrupt)


def settle_for_error(error: BaseException, *, asked: bool) -> Settle | None:
    """How an attempt ends whose handler raised; None when the lease is lost.

    `asked`: somebody asked the job to stop. A JobCancelled that nobody asked for is an error like others:
    released, it would be claimed again at once and for ever.
    """
    causes = list(_leaves(error))
    if any(isinstance(cause, LeaseLost) for cause in causes):
        return None
    if asked and any(isinstance(cause, JobCancelled) for cause in causes):
        return Settle(AttemptOutcome.CANCELLED)
    permanent = next((cause for cause in causes if isinstance(cause, PermanentError)), None)
    cause = permanent or causes[0]
    waits = [other.seconds for other in causes if isinstance(other, RetryLater)]
    return Settle(
        AttemptOutcome.FAILED if permanent else AttemptOutcome.ERROR,
        error_class=_name(cause),
        message=_words(cause),
        traceback="".join(traceback.format_exception(error)),
        seconds=max(waits) if waits else None,
    )


def _name(error: BaseException) -> str:
    """The error's own word for its class where it has one, else its type's name."""
    word = getattr(error, "error_class", None)
    return word if isinstance(word, str) else type(error).__name__


def _words(error: BaseException) -> str:
    if isinstance(error, JobCancelled):
        return "The handler stopped as if it had been cancelled, but nobody asked for that."
    return str(error) or type(error).__name__


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error

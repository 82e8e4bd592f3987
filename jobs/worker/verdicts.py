"""Turns what a handler returned or raised into how its attempt ended."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterator
from typing import assert_never

from jobs.conf import conf
from jobs.errors import JobCancelled, LeaseLost, PermanentError, PutOff, RetryLater
from jobs.handlers import Complete, Custodian, Fail, FanOut, Partial, Snooze, Verdict
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from jobs.worker.fan_out import settle_for_fan_out
from jobs.worker.results import within_limits
from jobs.worker.running import Interrupt


def settle_for_verdict(verdict: Verdict | object) -> Settle:
    """A handler's verdict as a settle; anything else it returned is an error of the handler."""
    match verdict:
        case Complete(result, together):
            return within_limits(Settle(AttemptOutcome.COMPLETED, result=result, together=together))
        case Partial(result, message, together):
            report = Settle(AttemptOutcome.PARTIAL_SUCCESS, result=result, message=message, together=together)
            return within_limits(report)
        case Fail(message, error_class):
            return Settle(AttemptOutcome.FAILED, error_class=error_class, message=message)
        case Snooze(seconds, reason):
            return Settle(AttemptOutcome.SNOOZED, seconds=seconds, message=reason)
        case FanOut():
            return settle_for_fan_out(verdict)
        case _:
            return Settle(
                AttemptOutcome.FAILED,
                error_class="InvalidVerdict",
                message=f"The handler returned {type(verdict).__name__}, not a verdict.",
            )


def settle_for_work(work: asyncio.Task[object], *, asked: bool) -> Settle | None:
    """How an attempt ends whose handler's task ended by itself; None when the lease is lost."""
    if work.cancelled():
        # Nobody told it to end: something that it awaited was cancelled.
        return settle_for_error(RuntimeError("The handler was cancelled from within."), asked=False)
    if (error := work.exception()) is not None:
        return settle_for_error(error, asked=asked)
    return settle_for_verdict(work.result())


def settle_for_death(custodian: Custodian, words: str) -> Settle:
    """How an attempt ends whose own process died; what lost its workers before is not tried for ever."""
    if custodian.losses < conf().suspect_losses:
        return Settle(AttemptOutcome.ERROR, error_class="ProcessDied", message=words)
    message = f"Worker lost {custodian.losses + 1} times; the last attempt had a process of its own. {words}"
    return Settle(AttemptOutcome.LOST, error_class="WorkerLost", message=message)


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
    if all(isinstance(cause, PutOff) for cause in causes):
        longest = max((cause for cause in causes if isinstance(cause, PutOff)), key=lambda cause: cause.seconds)
        return Settle(AttemptOutcome.SNOOZED, seconds=longest.seconds, message=str(longest), gate=longest.gate)
    cause = permanent or next(cause for cause in causes if not isinstance(cause, PutOff))
    waits = [other.seconds for other in causes if isinstance(other, RetryLater | PutOff)]
    return Settle(
        AttemptOutcome.FAILED if permanent else AttemptOutcome.ERROR,
        error_class=_name(cause),
        message=_words(cause),
        traceback="".join(traceback.format_exception(error)),
        seconds=max(waits) if waits else None,
        gate=_word(cause, "gate"),
        most_failures=getattr(cause, "most_failures", None),
    )


def _name(error: BaseException) -> str:
    """The error's own word for its class where it has one, else its type's name."""
    return _word(error, "error_class") or type(error).__name__


def _word(error: BaseException, name: str) -> str:
    """What the error says of itself under `name`; "" for one that says nothing."""
    word = getattr(error, name, "")
    return word if isinstance(word, str) else ""


def _words(error: BaseException) -> str:
    if isinstance(error, JobCancelled):
        return "The handler stopped as if it had been cancelled, but nobody asked for that."
    if isinstance(error, MemoryError):
        return "The handler needed more memory than it may have."
    return str(error) or type(error).__name__


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error

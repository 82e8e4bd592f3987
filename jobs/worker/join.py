"""The join of a fan-out: the policy decides whether it runs at all, and what its completion is worth."""

from __future__ import annotations

from dataclasses import replace

from jobs.handlers import JoinPolicy
from jobs.queue.report import Settle
from jobs.selectors.children import Tally
from jobs.states import AttemptOutcome


def refused(tally: Tally) -> Settle | None:
    """The failure of a parent of whose children too many failed; None when its join is to run.

    It names the first cause, and where all failed it is of that one's class.
    """
    policy = JoinPolicy.of(tally.policy)
    if policy.tolerates(tally.total, tally.failed):
        return None
    message, error_class = policy.in_words(tally.total, tally.failed, tally.cancelled), "TooManyFailures"
    if (cause := tally.first_failure) is not None:
        message = f"{message}. The first: {cause.message}"
        error_class = cause.error_class if tally.failed - tally.cancelled == tally.total else error_class
    return Settle(AttemptOutcome.FAILED, error_class=error_class, message=message)


def judged(report: Settle, tally: Tally) -> Settle:
    """`report` of a join, as a partial success when it completed without all that its children were to do."""
    if report.outcome is not AttemptOutcome.COMPLETED or not (tally.failed or tally.partial):
        return report
    message = JoinPolicy.of(tally.policy).in_words(tally.total, tally.failed, tally.cancelled)
    if not tally.failed:
        message = f"{tally.partial} of {tally.total} parts succeeded only in part."
    return replace(report, outcome=AttemptOutcome.PARTIAL_SUCCESS, message=message)

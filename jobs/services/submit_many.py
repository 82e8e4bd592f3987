"""Submitting many jobs at once: each is checked as a single one is, and all are entered or none."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.errors import InvalidSubmission
from jobs.models import Job
from jobs.queue.enqueue import NewJob, enqueue_many
from jobs.services.submit import Submission, checked

MOST_TOLD = 20
_ALONE = "Of many at once this cannot be looked up: leave it out, or submit this one by itself."


def submit_many(asked: Sequence[Submission]) -> list[Job]:
    """Enqueue all of `asked`, in their order, inside the caller's transaction if there is one.

    InvalidSubmission names each bad field after the number of its submission, from 0 (`3.payload.concept`), up to
    MOST_TOLD submissions; QueueFull when an owner would have too many unfinished jobs. Nothing is enqueued then.
    Keys and dependencies are looked up one by one, so these are refused here: use `submit`.
    """
    new: list[NewJob] = []
    errors: dict[str, str] = {}
    bad = 0
    for number, one in enumerate(asked):
        try:
            _check_alone(one)
            new.append(checked(one))
        except InvalidSubmission as error:
            errors |= {f"{number}.{field}": text for field, text in error.errors.items()}
            bad += 1
            if bad == MOST_TOLD:
                break
    if errors:
        raise InvalidSubmission(errors)
    return enqueue_many(new)


def _check_alone(one: Submission) -> None:
    given = {"idempotency_key": one.idempotency_key, "unique": one.unique, "depends_on": one.depends_on}
    if errors := {name: _ALONE for name, value in given.items() if value}:
        raise InvalidSubmission(errors)

"""What may be done to many jobs at once, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

# The kind of the job that acts on more jobs than a request should wait for.
KIND = "bulk"
# In one request: with their JSON around them, these are well below the limit of a body.
MOST_IDS = 10_000


class BulkAction(StrEnum):
    RETRY = "retry"
    CANCEL = "cancel"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    REOPEN = "reopen"
    DELETE = "delete"


class BulkOutcome(StrEnum):
    DONE = "done"
    UNCHANGED = "unchanged"
    WRONG_STATE = "wrong_state"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Acted:
    """What the action did to one job; `detail` says why it was not done."""

    job_id: UUID
    outcome: BulkOutcome
    detail: str = ""

    def as_dict(self) -> dict[str, str]:
        told = {"job_id": str(self.job_id), "outcome": self.outcome.value}
        return told | {"detail": self.detail} if self.detail else told


def missing(job_id: UUID) -> Acted:
    return Acted(job_id, BulkOutcome.NOT_FOUND, "There is no such job, or it is not yours.")


def tally(action: BulkAction, results: Iterable[Acted]) -> dict[str, Any]:
    """What became of all, in numbers and one by one."""
    told = [result.as_dict() for result in results]
    return in_numbers(action, Counter(result["outcome"] for result in told), told)


def in_numbers(action: BulkAction, counts: Counter[str], told: list[dict[str, str]]) -> dict[str, Any]:
    """How many had each outcome, and one by one those that are told."""
    return {
        "action": action.value,
        "total": counts.total(),
        "counts": {word.value: counts[word.value] for word in BulkOutcome},
        "results": told,
        "omitted": counts.total() - len(told),
    }

"""How many of its children may fail before a fan-out counts as failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jobs.models import Job
from jobs.states import Status


@dataclass(frozen=True, slots=True)
class JoinPolicy:
    """At most `at_most_failures` children may fail, at least `at_least` must not; what is None asks for nothing.

    A cancelled child counts as a failed one.
    """

    at_least: int | None = None
    at_most_failures: int | None = None

    def __post_init__(self) -> None:
        for name in ("at_least", "at_most_failures"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ValueError(f"{name} must not be negative, but is {value}")

    def tolerates(self, total: int, failed: int) -> bool:
        """Whether `failed` of `total` may fail. False stays False: failures only grow."""
        enough = self.at_least is None or total - failed >= self.at_least
        return enough and (self.at_most_failures is None or failed <= self.at_most_failures)

    def objection(self, total: int, failed: int) -> str:
        """Why it cannot be met by `total` children of which `failed` have failed already; empty when it can be."""
        if self.tolerates(total, failed):
            return ""
        if self.at_most_failures is not None and failed > self.at_most_failures:
            return f"at most {self.at_most_failures} may fail, but {failed} have failed already. Tolerate these."
        there = f"there are {total}" + (f", of which {failed} have failed already" if failed else "")
        return f"at least {self.at_least} parts must succeed, but {there}. Ask for fewer, or make more children."

    def verdict(self, total: int, failed: int) -> Status:
        """The parent's final status when all its children are final and its join succeeded."""
        if not self.tolerates(total, failed):
            return Status.FAILED
        return Status.PARTIAL_SUCCESS if failed else Status.COMPLETED

    def in_words(self, total: int, failed: int, cancelled: int = 0) -> str:
        """What happened and, if that is too much, what would have been allowed; `failed` counts the `cancelled` too."""
        said = f"{failed - cancelled} of {total} parts failed"
        if cancelled:
            said = f"{said}, {cancelled} were cancelled"
        if self.tolerates(total, failed):
            return said
        if self.at_most_failures is not None and failed > self.at_most_failures:
            return f"{said}; at most {self.at_most_failures} may fail"
        return f"{said}; at least {self.at_least} must succeed"

    def stored(self) -> dict[str, int]:
        """As kept in `Job.join_policy`."""
        given = {"at_least": self.at_least, "at_most_failures": self.at_most_failures}
        return {name: value for name, value in given.items() if value is not None}

    @classmethod
    def of(cls, stored: dict[str, Any] | None) -> JoinPolicy:
        """The policy in `Job.join_policy`."""
        return cls(**(stored or {}))


def is_hopeless(parent: Job) -> bool:
    """Whether more children have failed than its policy tolerates, so that the open ones work in vain."""
    return not JoinPolicy.of(parent.join_policy).tolerates(parent.children_total, parent.children_failed)


ALL = JoinPolicy(at_most_failures=0)
ANY = JoinPolicy(at_least=1)
EVERY_OUTCOME = JoinPolicy()

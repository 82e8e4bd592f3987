"""The state machine as data: the words everybody sees, and what each verb may do.

The queue reads `VERBS`; a test walks every state x verb cell; the documentation's table is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices


class Status(TextChoices):
    """A job's state, stored, sent and shown in these words."""

    SCHEDULED = "scheduled"
    PENDING = "pending"
    BLOCKED = "blocked"
    HELD = "held"
    PROCESSING = "processing"
    COMPLETED = "completed"
    PARTIAL_SUCCESS = "partial_success"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Custody(TextChoices):
    """Who holds a processing job; `queue` while it waits for a worker to join its children."""

    WORKER = "worker"
    CHILDREN = "children"
    QUEUE = "queue"
    PERSON = "person"


class Phase(TextChoices):
    RUN = "run"
    JOIN = "join"


class Priority(TextChoices):
    """A word everywhere; lists sort by `PRIORITY_RANK`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class HeldReason(TextChoices):
    BUDGET = "budget"
    PAUSE = "pause"
    PARENT = "parent"
    PERSON = "person"
    UPSTREAM = "upstream"


class AttemptOutcome(TextChoices):
    """How an attempt ended."""

    COMPLETED = "completed"
    PARTIAL_SUCCESS = "partial_success"
    FAILED = "failed"
    ERROR = "error"
    SNOOZED = "snoozed"
    RELEASED = "released"
    CANCELLED = "cancelled"
    HELD = "held"
    LOST = "lost"
    FANNED_OUT = "fanned_out"


# The kind of people's work: no worker takes it.
MANUAL = "manual"
# The kind that reminds a person; the queue makes those of due dates itself.
REMINDER = "reminder"
# `error_class` of a job that was left out because one that it waited for did not succeed.
SKIPPED = "Skipped"

PRIORITY_RANK = {Priority.LOW: 1, Priority.MEDIUM: 2, Priority.HIGH: 3, Priority.URGENT: 4}


def highest(*words: str | None) -> Priority:
    """The most urgent of the given priorities; those that are None do not count."""
    return max((Priority(word) for word in words if word is not None), key=PRIORITY_RANK.__getitem__)


def higher(word: str | None, own: str) -> Priority | None:
    """`word` where it is more urgent than `own`."""
    return Priority(word) if word and PRIORITY_RANK[Priority(word)] > PRIORITY_RANK[Priority(own)] else None


FINAL = frozenset({Status.COMPLETED, Status.PARTIAL_SUCCESS, Status.FAILED, Status.CANCELLED})
FAILING = frozenset({Status.FAILED, Status.CANCELLED})
SUCCEEDED = FINAL - FAILING
LIVE = frozenset(Status) - FINAL
WAITING = LIVE - {Status.PROCESSING}


@dataclass(frozen=True, slots=True)
class Verb:
    """What one verb may do: the states it leaves, the states it may lead to, and its guard in words."""

    name: str
    sources: frozenset[Status]
    targets: frozenset[Status]
    guard: str


def _verb(name: str, sources: frozenset[Status] | set[Status], targets: set[Status], guard: str) -> Verb:
    return Verb(name, frozenset(sources), frozenset(targets), guard)


_S = Status
_COMPUTED = {_S.PENDING, _S.SCHEDULED, _S.BLOCKED, _S.PROCESSING}

VERBS = {
    verb.name: verb
    for verb in (
        _verb("stage", {_S.SCHEDULED}, {_S.PENDING}, "due by the database's clock"),
        _verb("claim", {_S.PENDING}, {_S.PROCESSING}, "known kind, not leased; parents waiting to join too"),
        _verb("extend", {_S.PROCESSING}, {_S.PROCESSING}, "lease mine"),
        _verb("complete", {_S.PROCESSING}, {_S.COMPLETED}, "lease mine"),
        _verb("partial", {_S.PROCESSING}, {_S.PARTIAL_SUCCESS}, "lease mine"),
        _verb("fail", {_S.PROCESSING}, {_S.FAILED}, "lease mine"),
        _verb(
            "error",
            {_S.PROCESSING},
            {_S.SCHEDULED, _S.FAILED, _S.CANCELLED},
            "lease mine; one failure counted",
        ),
        _verb("snooze", {_S.PROCESSING}, {_S.SCHEDULED, _S.CANCELLED}, "lease mine; no failure counted"),
        _verb("release", {_S.PROCESSING}, {_S.PENDING, _S.CANCELLED}, "lease mine; no failure counted"),
        _verb("settle_held", {_S.PROCESSING}, {_S.HELD, _S.CANCELLED}, "lease mine; a hold was asked for"),
        _verb("settle_cancelled", {_S.PROCESSING}, {_S.CANCELLED}, "lease mine; a cancel was asked for"),
        _verb("fan_out", {_S.PROCESSING}, {_S.PROCESSING}, "lease mine; its children have it from now on"),
        _verb("join", {_S.PROCESSING}, {_S.PROCESSING}, "all children final, in the last one's transaction"),
        _verb("close", {_S.PROCESSING}, {_S.CANCELLED}, "a cancel was asked for; no worker and no child is at work"),
        _verb("rescue", {_S.PROCESSING}, {_S.SCHEDULED, _S.FAILED, _S.CANCELLED}, "lease expired"),
        _verb("cancel", WAITING, {_S.CANCELLED}, "not running"),
        _verb("request_cancel", {_S.PROCESSING}, {_S.PROCESSING}, "running; sets a flag"),
        _verb("hold", WAITING - {_S.HELD}, {_S.HELD}, "not running"),
        _verb("hold_parent", {_S.PROCESSING}, {_S.HELD}, "with its children or a person, or waiting to join"),
        _verb("request_hold", {_S.PROCESSING}, {_S.PROCESSING}, "running; sets a flag"),
        _verb("resume", {_S.HELD}, _COMPUTED, "state computed"),
        _verb(
            "retry",
            {_S.FAILED, _S.CANCELLED, _S.PARTIAL_SUCCESS, _S.SCHEDULED},
            _COMPUTED,
            "state computed; one more failure allowed",
        ),
        _verb(
            "reopen",
            FINAL | {_S.PROCESSING, _S.PENDING, _S.SCHEDULED},
            {_S.PROCESSING},
            "a child of it is retried; not while a worker joins it",
        ),
        _verb(
            "unblock",
            {_S.BLOCKED},
            {_S.PENDING, _S.SCHEDULED},
            "no open edge left, in the upstream's transaction; or a place among its siblings",
        ),
        _verb("reschedule", {_S.PENDING, _S.SCHEDULED}, {_S.PENDING, _S.SCHEDULED, _S.BLOCKED}, "state computed"),
        _verb(
            "start_timer",
            {_S.PENDING, _S.PROCESSING},
            {_S.PROCESSING},
            "manual; no other timer of the person runs",
        ),
        _verb("stop_timer", {_S.PROCESSING}, {_S.PROCESSING}, "manual; the person's timer runs on it"),
        _verb("complete_by_hand", {_S.PENDING, _S.PROCESSING}, {_S.COMPLETED}, "manual; its timers stop"),
        _verb("reopen_by_hand", {_S.COMPLETED}, _COMPUTED, "manual; state computed"),
        _verb("prune", FINAL, set(), "older than the kind's retention"),
    )
}

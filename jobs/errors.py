"""Every error the queue raises.

JobsError
├── InvalidSubmission      the caller's input: names the field and the fix
│   ├── UnknownKind
│   ├── QueueFull          the owner has too many unfinished jobs
│   └── IdempotencyMismatch  the same key with another body
├── UniqueConflict         another job has the unique key
├── WrongState             the verb does not apply to the job's state
│   └── NotManual          the verb is for people's work, and workers do this job
├── TimerRunning           the person's timer runs on another job
├── FiringMissed           a schedule's time passed while no worker ran, and is left out
├── FiringSkipped          a schedule's job of the firing before has not ended
├── LeaseLost              this worker no longer holds the job: it must write nothing more
├── BudgetBusy             calls under way have reserved what is left: ask again once they are answered
└── verdicts raised by handlers
    ├── PermanentError     will not succeed by trying again
    │   └── InvalidArtefact  too large, too many, or a name that cannot be kept
    ├── RetryLater         try again, not before a given time
    ├── PutOff             the same without counting a failure: nobody is at fault
    │   └── BudgetTied     calls under way have reserved what is left for too long
    └── JobCancelled       the job was asked to stop
        └── BudgetSpent    a cap leaves too little for the next call: the job is held
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


class JobsError(Exception):
    """Base of all errors of this app."""


class InvalidSubmission(JobsError):
    """`errors` maps a field's path (`payload.concept`) to what is wrong and how to mend it."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in errors.items()))
        self.errors = errors


class UnknownKind(InvalidSubmission):
    pass


class QueueFull(JobsError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"You already have {limit} unfinished jobs; wait for some to finish or cancel them.")
        self.limit = limit


class IdempotencyMismatch(JobsError):
    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request; use a new key for a new job.")


class UniqueConflict(JobsError):
    """`job_id` is the job that has the key."""

    def __init__(self, job_id: UUID, status: str) -> None:
        super().__init__(f"Job {job_id} ({status}) has this key; {self.fix}")
        self.job_id = job_id

    fix = "wait for it to end or cancel it, or choose another key or on_conflict."


# What people are told of a verb, and what they can do instead.
_IN_WORDS = {
    "start_timer": ("worked on", "Only a pending or begun one can; reopen, resume or retry it."),
    "complete_by_hand": ("completed", "Only a pending or begun one can; resume or retry it first."),
    "reopen_by_hand": ("reopened", "Only a completed one can; retry it."),
    "put_back": ("put back", "A task that was begun stays under Doing until it is completed."),
    "amend": ("changed", "Submit a new one instead."),
    "cancel": ("cancelled", "It has ended already."),
    "delete": ("deleted", "Cancel it first."),
    "delete_part": ("deleted by itself when it is a part of another", "Delete that one."),
    "hold": ("held", "Only a job that has not ended can be held."),
    "request_hold": ("held", "Only a job that has not ended can be held."),
    "reschedule": ("given another run_at", "Only a pending or scheduled one can."),
    "rewire": ("given other depends_on", "Only one that no worker has begun can."),
    "resume": ("resumed", "Only a held job can."),
    "retry": ("retried", "Only a failed, cancelled, partly successful or scheduled one can."),
}


class WrongState(JobsError):
    def __init__(self, verb: str, status: str) -> None:
        done, instead = _IN_WORDS.get(verb, (f"taken through {verb}", ""))
        super().__init__(f"A {status.replace('_', ' ')} job cannot be {done}. {instead}".rstrip())
        self.verb = verb
        self.status = status


class NotManual(WrongState):
    def __init__(self, verb: str, kind: str, status: str) -> None:
        super().__init__(verb, status)
        self.args = (f"Workers do {kind} jobs: only manual jobs have timers and are completed or reopened by hand.",)


class TimerRunning(JobsError):
    """`job_id` is the job on which the person's timer runs."""

    def __init__(self, job_id: UUID, title: str) -> None:
        super().__init__(f"Your timer runs on {title or 'another job'} ({job_id}); {self.fix}")
        self.job_id = job_id

    fix = "stop it first, or send stop_other: true."


class FiringSkipped(JobsError):
    def __init__(self, job_id: UUID) -> None:
        super().__init__(f"Skipped, because job {job_id} of this schedule had not ended.")
        self.job_id = job_id


class FiringMissed(JobsError):
    def __init__(self, tick: datetime) -> None:
        super().__init__(f"Left out: it was due at {tick:%Y-%m-%d %H:%M} UTC, and no worker ran then.")


class LeaseLost(JobsError):
    """The job was rescued, settled or cancelled under this worker."""


class BudgetBusy(JobsError):
    """What a cap leaves is reserved by calls under way; some of it comes back when they are settled."""


class PermanentError(JobsError):
    """Raised by a handler when another attempt cannot succeed; the job fails at once."""


class InvalidArtefact(PermanentError):
    """A file that cannot be kept: says which limit or rule it breaks."""


class RetryLater(JobsError):
    """Raised by a handler to be tried again after `seconds`, counting a failure."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class PutOff(JobsError):
    """Raised by a handler that cannot go on before `seconds` have passed; it counts no failure.

    `gate` is the key of the gate that did not let it through, if one did not.
    """

    def __init__(self, message: str, seconds: float, *, gate: str = "") -> None:
        super().__init__(message)
        self.seconds = seconds
        self.gate = gate


class BudgetTied(PutOff):
    """What a cap leaves was reserved by calls under way for too long: the job gives its place to another meanwhile."""


class JobCancelled(JobsError):
    """Raised inside a handler at its next safe point once a cancel was asked for."""


class BudgetSpent(JobCancelled):
    """A call was refused: it might pass a cap. What runs is finished, then the job is held until there is more."""

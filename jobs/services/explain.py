"""Why is this job not running? Every cause that holds now, in plain words, with the fix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, assert_never

from accounts.models import User
from jobs.models import Attempt, Job, Lease, Worker
from jobs.money import nano_shown
from jobs.queue.clock import now as database_now
from jobs.selectors.edges import open_upstream
from jobs.selectors.jobs import sees_everybody
from jobs.selectors.time_entries import running_on
from jobs.selectors.usage import maybe_spent_in_day, maybe_spent_on, waits_for_money
from jobs.services.budget import budget_of_day, budget_of_job
from jobs.services.cause import Cause, Code
from jobs.services.describe import stamp
from jobs.services.explain_gate import shut_gate
from jobs.services.explain_turn import delays, obstacles
from jobs.states import MANUAL, AttemptOutcome, Custody, HeldReason, Status

MOST_NAMED = 5

_HELD = {
    HeldReason.PAUSE: ("Held: its kind is paused.", "Resume it."),
    HeldReason.PARENT: ("Held because the job it belongs to is held.", "Resume that job."),
    HeldReason.PERSON: ("Held by a person until somebody resumes it.", "Resume it."),
    HeldReason.UPSTREAM: (
        "Held because a job that it waited for did not succeed.",
        "Resume it to run it all the same, or cancel it.",
    ),
}
_FINISHED_FIX = {
    Status.COMPLETED: "Duplicate it to run it once more.",
    Status.PARTIAL_SUCCESS: "Retry it: only what failed runs again.",
    Status.FAILED: "Retry it.",
    Status.CANCELLED: "Retry it.",
}
_PERSON = Cause(
    Code.PERSON,
    "It is a person's work: no worker takes it.",
    "Its owner or assignee starts the timer, or completes it.",
)

_MONEY_TIED = Cause(
    Code.BUDGET_BUSY,
    "It runs, but its next call waits for money: calls under way have reserved what is left of the budget.",
    "Wait until they are answered, or raise the budget.",
)
_BEGUN = Cause(Code.PERSON, "A person has begun it; no timer runs.", "Start the timer to go on, or complete it.")


def explain(caller: User, job: Job) -> list[Cause]:
    """What keeps `job` from running, weightiest first; of one that runs or is final, just that.

    Other jobs and hosts are named only to a caller who may see them.
    """
    now = database_now()
    match Status(job.status):
        case Status.PENDING:
            return [_PERSON] if job.kind == MANUAL else delays(job, now)
        case Status.SCHEDULED:
            gates = list(shut_gate(job, now))
            return [*gates, _wakes(job, is_told_why=bool(gates)), *obstacles(job, now)]
        case Status.HELD:
            if job.held_reason == HeldReason.BUDGET:
                return [_unfunded(job)]
            text, fix = _HELD[HeldReason(job.held_reason or HeldReason.PERSON)]
            return [Cause(Code.HELD, text, fix)]
        case Status.BLOCKED:
            return [_in_line(job) if job.has_place is False and not job.open_edges else _blocked(caller, job)]
        case Status.PROCESSING:
            return [*_asked(job), *_processing(caller, job, now)]
        case Status.COMPLETED | Status.PARTIAL_SUCCESS | Status.FAILED | Status.CANCELLED as final:
            text = f"It has ended ({final.label.lower()})"
            return [Cause(Code.FINISHED, text, _FINISHED_FIX[final], job.finished_at)]
        case status:
            assert_never(status)


def describe_causes(caller: User, job: Job) -> dict[str, Any]:
    """The causes as the API answers them."""
    causes = [cause.as_dict() for cause in explain(caller, job)]
    return {"job_id": str(job.pk), "status": job.status, "causes": causes}


def why_waiting(caller: User, job: Job) -> list[Cause]:
    """Causes worth a notice: none for a job that runs or has ended."""
    return [cause for cause in explain(caller, job) if cause.code not in {Code.RUNNING, Code.FINISHED}]


def _unfunded(job: Job) -> Cause:
    """Of its own budget, or else of its owner's day."""
    own = budget_of_job(job)
    if own.lacks:
        text = f"Held: its next call might pass its budget of {nano_shown(own.cap or 0)}"
        fix = "Raise its budget (max_cost_usd): it goes on where it stopped."
        return Cause(Code.HELD, f"{text}; {_spent(own.spent, maybe_spent_on(job))}", fix)
    day = budget_of_day(job.owner)
    cap = "" if day.cap is None else f" of {nano_shown(day.cap)}"
    spent = _spent(day.spent, maybe_spent_in_day(job.owner_id, database_now().date()))
    text = f"Held: its next call might pass its owner's budget for the day{cap}; {spent}"
    return Cause(Code.HELD, f"{text} A new day begins", "Wait for that, or let staff raise the budget.", day.resets_at)


def _spent(counted: int, maybe: int) -> str:
    """What counts against a budget, apart where nobody knows whether it was paid."""
    known = f"{nano_shown(max(0, counted - maybe))} is spent"
    return f"{known}, and {nano_shown(maybe)} may have been, by calls that were cut off." if maybe else f"{known}."


def _wakes(job: Job, *, is_told_why: bool) -> Cause:
    if job.run_at is not None and job.run_at == job.wake_at:
        return Cause(Code.RUN_AT, "It starts", "Wait, or change its run_at.", job.wake_at)
    last = Attempt.objects.filter(job_id=job.pk, number=job.attempt).first()
    if job.error_class and (last is None or last.outcome != AttemptOutcome.SNOOZED):
        text = f"Attempt {job.attempt} failed ({_shortened(job.error_message)}). The next attempt starts"
        return Cause(Code.BACKOFF, text, "Wait, or retry it to try at once.", job.wake_at)
    why = f" ({_shortened(last.error_message)})" if last and last.error_message and not is_told_why else ""
    return Cause(Code.SNOOZED, f"Its last attempt put it off{why}. It starts", "Wait, or retry it now.", job.wake_at)


def _shortened(message: str) -> str:
    text = " ".join(message.split()).rstrip(".")
    return text if len(text) <= 200 else f"{text[:199]}…"


def _blocked(caller: User, job: Job) -> Cause:
    named, total = open_upstream(caller, job, MOST_NAMED)
    names = [_called(upstream) for upstream in named]
    hidden = total - len(named)
    if hidden > 0:
        names.append(f"{hidden} more" if names else f"{hidden} that you may not see")
    some = "1 other job" if total == 1 else f"{total} other jobs"
    text = f"Waits for {some} to finish: {', '.join(names)}."
    return Cause(Code.BLOCKED, text, "Wait for them, or see what keeps them: explain tells of each.")


def _called(job: Job) -> str:
    """By its title; one without is told from others of its kind by its id."""
    return f"{job.title} ({job.status})" if job.title else f"{job.kind} ({job.pk}, {job.status})"


def _in_line(job: Job) -> Cause:
    if job.parent and job.parent.status == Status.HELD:
        text = "The job it belongs to is held: none of its parts that stand in line is let in."
        return Cause(Code.HELD, text, "Resume that job.")
    at_once = job.parent.children_at_once if job.parent else None
    some = "Only some" if at_once is None else f"Only {at_once}"
    text = f"{some} of the parts of the job it belongs to are at work at a time: it waits for one of them to end."
    return Cause(Code.IN_LINE, text, "Wait, or see what keeps those at work.")


def _asked(job: Job) -> Iterator[Cause]:
    if job.cancel_requested_at:
        yield Cause(Code.CANCEL_REQUESTED, "Asked to stop: it ends at its next safe point.")
    elif job.hold_requested:
        text = "Asked to pause: it stops at its next safe point, and what is finished is kept."
        yield Cause(Code.HOLD_REQUESTED, text, "Resume it to withdraw that.")


def _processing(caller: User, job: Job, now: datetime) -> list[Cause]:
    match Custody(job.custody or Custody.WORKER):
        case Custody.WORKER:
            return _at_worker(caller, job, now)
        case Custody.CHILDREN:
            done = f"{job.children_open:,} of {job.children_total:,} are open"
            return [Cause(Code.CHILDREN, f"Waits for its parts: {done}.", "Wait, or see what keeps its parts.")]
        case Custody.QUEUE:
            return delays(job, now)
        case Custody.PERSON:
            return list(_at_people(job)) or [_BEGUN]
        case custody:
            assert_never(custody)


def _at_people(job: Job) -> Iterator[Cause]:
    for entry in running_on(job.pk):
        name = entry.person.get_short_name() if entry.person else "Somebody"
        yield Cause(
            Code.PERSON, f"{name} works on it. The timer was started", "Complete it when it is done.", entry.started_at
        )


def _at_worker(caller: User, job: Job, now: datetime) -> list[Cause]:
    lease = Lease.objects.filter(pk=job.pk).first()
    if lease is None:  # it was settled between the two reads
        return [Cause(Code.RUNNING, "It runs.")]
    name = _name(caller, lease)
    if lease.expires_at <= now:
        text = f"{name} took it at {stamp(lease.claimed_at)} and was lost. It was last to be heard of"
        fix = "Nothing to do while any worker runs: it is given to another one."
        return [Cause(Code.WORKER_SILENT, text, fix, lease.expires_at), *obstacles(job, now)]
    if waits_for_money(lease):
        return [_MONEY_TIED]
    return [Cause(Code.RUNNING, f"It runs. {name} took it", at=lease.claimed_at)]


def _name(caller: User, lease: Lease) -> str:
    """Hosts are for those who see the console."""
    worker = Worker.objects.filter(pk=lease.worker_id).first() if sees_everybody(caller) else None
    return f"Worker {lease.worker_id if worker is None else worker}"

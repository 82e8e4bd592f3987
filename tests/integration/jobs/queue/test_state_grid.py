"""Every state x every verb, from the data: an allowed move, or a refusal that changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import uuid_utils.compat as uuid
from django.db import transaction
from django.db.models import F

from jobs.errors import LeaseLost, WrongState
from jobs.events import state_changed
from jobs.models import Job, Lease, TimeEntry
from jobs.queue import control, timers
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.queue.clock import now
from jobs.queue.commit import Write, commit
from jobs.queue.journal import Journal
from jobs.queue.lease import extend
from jobs.queue.prune import prune
from jobs.queue.report import Settle
from jobs.queue.rescue import rescue
from jobs.queue.stage import stage
from jobs.queue.transition import transition
from jobs.states import FINAL, MANUAL, VERBS, AttemptOutcome, HeldReason, Status
from tests.support.queue import (
    FUTURE,
    PLACES,
    WORKER,
    assert_consistent,
    child,
    children_of,
    end_child,
    expire,
    stored,
)

pytestmark = pytest.mark.django_db

Act = Callable[[Job], Any]


def _settle(outcome: AttemptOutcome, **fields: Any) -> Act:
    def act(job: Job) -> None:
        error = commit([Write(job.pk, job.lease_id or uuid.uuid4(), Settle(outcome, **fields))])[0]
        if error is not None:
            raise error

    return act


def _flagged(flag: dict[str, Any], act: Act) -> Act:
    """`act`, after somebody asked for the flag where that is possible."""

    def flagged(job: Job) -> None:
        Job.objects.filter(pk=job.pk, status=Status.PROCESSING).update(**flag)
        act(job)

    return flagged


def _end_upstream(job: Job) -> None:
    """End what `job` waits for, if anything."""
    for edge in job.upstream_edges.all():
        end_child(edge.upstream)


def _end_children(job: Job) -> None:
    """End the open children of `job`, if any."""
    for part in children_of(job):
        if not part.is_final:
            end_child(part)


def _reopen(job: Job) -> None:
    """Retry a child of `job` that failed, if it waits to join one."""
    for part in children_of(job)[:1] if job.custody == "queue" else []:
        Job.objects.filter(pk=job.pk).update(children_failed=1)
        Job.objects.filter(pk=part.pk).update(status="failed", outcome="failed")
        control.retry(part.pk)


# Each verb by the function that serves it. Preparations that let time pass come before the row is compared.
ACTS: dict[str, Act] = {
    "stage": lambda job: stage(),
    "claim": lambda job: claim(WORKER, {job.kind: 1}, 1),
    "extend": lambda job: extend(WORKER, [job.lease_id] if job.lease_id else []),
    "complete": _settle(AttemptOutcome.COMPLETED, result=1),
    "partial": _settle(AttemptOutcome.PARTIAL_SUCCESS, result=1, message="half"),
    "fail": _settle(AttemptOutcome.FAILED, error_class="Bad", message="no"),
    "error": _settle(AttemptOutcome.ERROR, error_class="Bad", message="no"),
    "snooze": _settle(AttemptOutcome.SNOOZED, seconds=5.0),
    "release": _settle(AttemptOutcome.RELEASED),
    "settle_held": _flagged({"hold_requested": "person"}, _settle(AttemptOutcome.HELD)),
    "settle_cancelled": _flagged({"cancel_requested_at": FUTURE}, _settle(AttemptOutcome.CANCELLED)),
    "fan_out": _settle(AttemptOutcome.FANNED_OUT, children=[child()]),
    "join": _end_children,
    "close": lambda job: control.cancel(job.pk),
    "rescue": lambda job: rescue(),
    "cancel": lambda job: control.cancel(job.pk),
    "request_cancel": lambda job: control.cancel(job.pk),
    "hold": lambda job: control.hold(job.pk),
    "request_hold": lambda job: control.hold(job.pk),
    "hold_parent": lambda job: control.hold(job.pk),
    "resume": lambda job: control.resume(job.pk),
    "retry": lambda job: control.retry(job.pk),
    "reopen": _reopen,
    "unblock": _end_upstream,
    "reschedule": lambda job: amend(job.pk, {"run_at": FUTURE + timedelta(days=1)}),
    "start_timer": lambda job: timers.start_timer(job.pk, job.owner_id),
    "stop_timer": lambda job: timers.stop_timer(job.pk, job.owner_id),
    "complete_by_hand": lambda job: control.complete(job.pk),
    "reopen_by_hand": lambda job: control.reopen(job.pk),
    "prune": lambda job: [prune(job.kind, outcome, 90) for outcome in FINAL],
}
# One function serves several: which it is depends on who has the job.
FAMILIES = [{"cancel", "request_cancel", "close"}, {"hold", "request_hold", "hold_parent"}]
TWINS = {verb: family for family in FAMILIES for verb in family}
# These look for jobs by themselves: where there is none for them, they do nothing and say nothing.
SEEKERS = {"stage", "claim", "extend", "rescue", "prune", "join", "reopen", "unblock"}
# Asking once more for what is so already.
REPEATS = {
    ("cancel", Status.CANCELLED),
    ("hold", Status.HELD),
    ("start_timer", Status.PROCESSING),
    ("complete_by_hand", Status.COMPLETED),
    *(("stop_timer", status) for status in Status),
}
BY_HAND = {"start_timer", "stop_timer", "complete_by_hand", "reopen_by_hand"}
WITH_WORKER = {
    "extend", "complete", "partial", "fail", "error", "snooze", "release", "settle_held", "settle_cancelled", "rescue",
    "fan_out",
}  # fmt: skip


def let_time_pass(job: Job, verb: str) -> None:
    if verb == "stage":
        Job.objects.filter(pk=job.pk).exclude(wake_at=None).update(wake_at=F("created_at"))
    if verb in {"extend", "rescue"}:
        expire(job.pk)
    if verb == "prune":
        Job.objects.filter(pk=job.pk).update(finished_at=F("finished_at") - timedelta(days=100))


def allowed(job: Job, verb: str) -> bool:
    """What the data says, with the guards that are not about the state."""
    sources = frozenset().union(*(VERBS[name].sources for name in TWINS.get(verb, {verb})))
    if verb == "join":
        return job.custody == "children"
    if verb == "reopen":
        return bool(children_of(job)) and job.custody == "queue"
    if verb == "claim":
        return job.turn_at is not None and job.lease_id is None
    if verb in BY_HAND:
        is_timed = TimeEntry.objects.running().filter(job=job).exists()
        wanted = {"start_timer": not is_timed, "stop_timer": is_timed}
        return job.kind == MANUAL and job.status in sources and wanted.get(verb, True)
    if verb in WITH_WORKER:
        return job.status in sources and job.custody == "worker"
    return job.status in sources


def targets(verb: str) -> frozenset[Status]:
    return frozenset().union(*(VERBS[name].targets for name in TWINS.get(verb, {verb})))


def attempted(job: Job, verb: str) -> Exception | None:
    try:
        with transaction.atomic():
            ACTS[verb](job)
    except (WrongState, LeaseLost) as refused:
        return refused
    return None


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk_cell(job: Job, verb: str) -> None:
    let_time_pass(job, verb)
    job = Job.objects.get(pk=job.pk)
    before = stored(job.pk)
    may = allowed(job, verb)
    refused = attempted(job, verb)
    after = stored(job.pk)
    if not may:
        assert before == after, f"{verb} changed a job that it must leave alone"
        silent = verb in SEEKERS or any((name, job.status) in REPEATS for name in TWINS.get(verb, {verb}))
        assert refused is not None or silent, f"{verb} was not refused"
        return
    assert refused is None, f"{verb} was refused"
    assert before != after, f"{verb} is allowed and did nothing"
    if verb == "prune":
        assert after == {"job": None, "log": [], "lease": None, "attempts": [], "time": []}
        return
    assert after["job"]["status"] in targets(verb), f"{verb} led to {after['job']['status']}"
    assert_consistent(job.pk)


class TestGrid:
    def test_has_every_verb_and_every_state(self):
        assert set(VERBS) == set(ACTS)
        assert {str(status) for status in Status} == {place.split()[0].rstrip(",") for place in PLACES}

    @pytest.mark.repeats
    @pytest.mark.parametrize("place", PLACES)
    def test_moves_by_the_data_or_changes_nothing(self, place: str):
        job = PLACES[place]()
        for verb in VERBS:
            with rolled_back():
                walk_cell(job, verb)

    @pytest.mark.parametrize(
        ("flag", "verb", "status"),
        [
            ({"hold_requested": "person"}, "settle_held", Status.HELD),
            ({"hold_requested": "budget"}, "error", Status.HELD),
            ({"hold_requested": "person"}, "snooze", Status.HELD),
            ({"hold_requested": "person"}, "release", Status.HELD),
            ({"hold_requested": "person"}, "rescue", Status.HELD),
            ({"hold_requested": "person"}, "complete", Status.COMPLETED),
            ({"hold_requested": "person"}, "fail", Status.FAILED),
            ({"cancel_requested_at": FUTURE}, "settle_cancelled", Status.CANCELLED),
            ({"cancel_requested_at": FUTURE}, "error", Status.CANCELLED),
            ({"cancel_requested_at": FUTURE}, "snooze", Status.CANCELLED),
            ({"cancel_requested_at": FUTURE}, "release", Status.CANCELLED),
            ({"cancel_requested_at": FUTURE}, "rescue", Status.CANCELLED),
            ({"cancel_requested_at": FUTURE}, "complete", Status.COMPLETED),
            ({"cancel_requested_at": FUTURE}, "partial", Status.PARTIAL_SUCCESS),
            ({"cancel_requested_at": FUTURE, "hold_requested": "person"}, "release", Status.CANCELLED),
        ],
    )
    def test_obeys_what_was_asked_of_a_running_job(self, flag, verb, status):
        job = PLACES["processing by a worker"]()
        let_time_pass(job, verb)
        _flagged(flag, ACTS[verb])(job)
        after = Job.objects.get(pk=job.pk)
        assert status == after.status
        assert (None, None) == (after.hold_requested, after.cancel_requested_at)
        assert (flag.get("hold_requested") if status == Status.HELD else None) == after.held_reason
        assert_consistent(job.pk)


class TestTransition:
    """The gate itself, without the guards in front of it."""

    @pytest.mark.parametrize("place", PLACES)
    def test_lets_no_verb_out_of_a_state_that_it_does_not_leave(self, place: str):
        job = Job.objects.get(pk=PLACES[place]().pk)
        before = stored(job.pk)
        for verb in (verb for verb in VERBS.values() if job.status not in verb.sources):
            for to in verb.targets:
                journal = Journal(now())
                with pytest.raises(WrongState):
                    transition(job, verb.name, to, journal, [state_changed(to, "x")], wake_at=FUTURE)
                journal.flush()
        assert before == stored(job.pk)

    def test_refuses_a_target_that_the_data_does_not_name(self):
        job = PLACES["pending"]()
        for verb in VERBS.values():
            for to in set(Status) - verb.targets:
                with pytest.raises(ValueError, match="never leads"):
                    transition(job, verb.name, to, Journal(now()))


class TestHold:
    @pytest.mark.parametrize("reason", HeldReason)
    def test_keeps_its_reason_until_it_is_resumed(self, reason):
        job = control.hold(PLACES["pending"]().pk, reason)
        assert (Status.HELD, reason) == (job.status, job.held_reason)
        job = control.resume(job.pk)
        assert (Status.PENDING, None) == (job.status, job.held_reason)


class TestFinalStates:
    @pytest.mark.parametrize("place", [str(status) for status in FINAL])
    def test_hold_no_lease_and_no_turn(self, place):
        job = PLACES[place]()
        assert (None, None, None) == (job.lease_id, job.turn_at, job.custody)
        assert not Lease.objects.filter(pk=job.pk).exists()

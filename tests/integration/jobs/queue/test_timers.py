"""People's timers on manual jobs: one runs for each person, and none outlives its job's being in their hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from jobs.errors import NotManual, TimerRunning, WrongState
from jobs.models import Job, TimeEntry
from jobs.queue import control
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.queue.clock import now
from jobs.queue.outcome import Outcome
from jobs.queue.timers import start_timer, stop_timer, stop_timers_of
from jobs.queue.turn import LONG_AGO
from jobs.selectors.time_entries import minutes_of
from jobs.states import MANUAL
from tests.support.queue import KIND, PLACES, WORKER, assert_consistent, new_job, stored, waiting_for
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def manual(owner_id=None, **fields) -> Job:
    return new_job(owner_id, kind=MANUAL, **fields)


def running(person_id) -> list[Job]:
    return [entry.job for entry in TimeEntry.objects.running().filter(person_id=person_id)]


class TestStart:
    def test_puts_the_job_in_the_persons_hands(self):
        job = manual()
        done = start_timer(job.pk, job.owner_id)
        stored_job = Job.objects.get(pk=job.pk)
        assert (Outcome.STARTED, "processing", "person") == (done.outcome, stored_job.status, stored_job.custody)
        assert (None, None, 0) == (stored_job.turn_at, stored_job.lease_id, stored_job.attempt)
        assert stored_job.started_at == TimeEntry.objects.get(job=job).started_at
        assert_consistent(job.pk)

    def test_twice_changes_nothing(self):
        job = manual()
        start_timer(job.pk, job.owner_id)
        before = stored(job.pk)
        assert Outcome.UNCHANGED == start_timer(job.pk, job.owner_id).outcome
        assert before == stored(job.pk)

    def test_is_refused_while_another_runs_and_names_it(self):
        job = manual()
        other = manual(job.owner_id, title="Proofread")
        start_timer(other.pk, job.owner_id)
        before = stored(job.pk)
        with pytest.raises(TimerRunning, match="Proofread") as refused:
            start_timer(job.pk, job.owner_id)
        assert other.pk == refused.value.job_id
        assert before == stored(job.pk)

    def test_stops_the_other_when_told_to(self):
        job = manual()
        other = manual(job.owner_id)
        start_timer(other.pk, job.owner_id)
        start_timer(job.pk, job.owner_id, stop_other=True)
        assert [job] == running(job.owner_id)
        assert "processing" == Job.objects.get(pk=other.pk).status
        assert_consistent(job.pk, other.pk)

    def test_leaves_the_other_alone_when_the_job_cannot_be_worked_on(self):
        other = manual()
        start_timer(other.pk, other.owner_id)
        held = control.hold(manual(other.owner_id).pk)
        with pytest.raises(WrongState):
            start_timer(held.pk, other.owner_id, stop_other=True)
        assert [other] == running(other.owner_id)

    def test_lets_two_people_work_on_one_job(self):
        job, second = manual(), make_user()
        start_timer(job.pk, job.owner_id)
        start_timer(job.pk, second.pk)
        stop_timer(job.pk, job.owner_id)
        assert [job] == running(second.pk)

    def test_goes_on_after_a_stop_and_counts_both_spans(self):
        job = manual()
        for _ in range(2):
            start_timer(job.pk, job.owner_id)
            stop_timer(job.pk, job.owner_id)
        TimeEntry.objects.filter(job=job).update(started_at=F("stopped_at") - timedelta(minutes=20))
        assert {job.pk: 40.0} == minutes_of([job.pk])
        assert [1, 2] == list(TimeEntry.objects.filter(job=job).values_list("number", flat=True))

    def test_counts_up_to_now_while_it_runs(self):
        job = manual()
        start_timer(job.pk, job.owner_id)
        TimeEntry.objects.filter(job=job).update(started_at=now() - timedelta(minutes=5))
        assert 5.0 == pytest.approx(minutes_of([job.pk])[job.pk], abs=0.1)

    def test_is_not_for_work_of_machines(self):
        job = new_job()
        with pytest.raises(NotManual, match="Workers do count jobs"):
            start_timer(job.pk, job.owner_id)

    def test_of_a_missing_job_says_so(self):
        job = manual()
        Job.objects.filter(pk=job.pk).delete()
        for act in (start_timer, stop_timer):
            with pytest.raises(Job.DoesNotExist):
                act(job.pk, job.owner_id)


class TestTheIndex:
    def test_lets_one_timer_of_a_person_run(self):
        job = manual()
        start_timer(job.pk, job.owner_id)
        with pytest.raises(IntegrityError), transaction.atomic():
            TimeEntry.objects.create(job=manual(), number=1, person_id=job.owner_id, started_at=now())

    @pytest.mark.parametrize(
        ("name", "planted"),
        [
            ("time_entry_in_order", {"stopped_at": LONG_AGO}),
            ("time_entry_deleted_is_over", {"deleted_at": LONG_AGO}),
        ],
    )
    def test_and_checks_refuse_a_planted_violation(self, name, planted):
        job = PLACES["processing by a person"]()
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            TimeEntry.objects.filter(job=job).update(**planted)


class TestStop:
    def test_leaves_the_job_begun(self):
        job = PLACES["processing, begun by a person"]()
        assert ("processing", "person") == (job.status, job.custody)
        assert Outcome.UNCHANGED == stop_timer(job.pk, job.owner_id).outcome

    @pytest.mark.parametrize("leave", [control.cancel, control.hold, control.complete])
    def test_comes_with_the_job_leaving_the_persons_hands(self, leave):
        job = PLACES["processing by a person"]()
        leave(job.pk)
        entry = TimeEntry.objects.get(job=job)
        assert entry.stopped_at is not None
        assert entry.stopped_at >= entry.started_at
        assert_consistent(job.pk)

    def test_comes_with_the_job_being_given_to_somebody_else(self):
        first, second = make_user(), make_user()
        job = manual(assignee_id=first.pk)
        start_timer(job.pk, first.pk)
        start_timer(job.pk, job.owner_id)
        amend(job.pk, {"assignee_id": second.pk})
        assert ([], [job]) == (running(first.pk), running(job.owner_id))

    def test_comes_with_the_end_of_an_account(self):
        job = PLACES["processing by a person"]()
        stop_timers_of(job.owner_id)
        assert [] == running(job.owner_id)

    def test_never_ends_before_its_start_where_the_clock_was_set_back(self):
        job = PLACES["processing by a person"]()
        TimeEntry.objects.filter(job=job).update(started_at=now() + timedelta(hours=1))
        stop_timer(job.pk, job.owner_id)
        entry = TimeEntry.objects.get(job=job)
        assert entry.started_at == entry.stopped_at


class TestCompleteAndReopen:
    def test_let_a_machine_go_on_that_waited_for_a_person(self):
        person = manual()
        machine = waiting_for(person)
        assert "blocked" == machine.status
        control.complete(person.pk)
        assert "pending" == Job.objects.get(pk=machine.pk).status
        assert 100 == Job.objects.get(pk=person.pk).progress

    def test_take_the_job_back_to_where_its_circumstances_put_it(self):
        job = control.reopen(PLACES["completed by hand"]().pk)
        assert ("pending", None, None, 0) == (job.status, job.turn_at, job.finished_at, job.progress)
        start_timer(job.pk, job.owner_id)
        assert_consistent(job.pk)

    def test_are_told_apart_from_retrying(self):
        with pytest.raises(WrongState, match="retry it"):
            control.reopen(PLACES["cancelled by hand"]().pk)
        with pytest.raises(NotManual):
            control.reopen(PLACES["completed"]().pk)
        with pytest.raises(NotManual):
            control.complete(PLACES["completed"]().pk)


class TestWorkers:
    @pytest.mark.parametrize("place", [place for place in PLACES if "hand" in place or "person" in place])
    def test_find_nothing_to_claim(self, place):
        job = PLACES[place]()
        control.resume(job.pk) if job.status == "held" else None
        assert [] == claim(WORKER, {MANUAL: 1, KIND: 1}, 10)

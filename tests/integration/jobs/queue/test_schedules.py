"""Firing recurring jobs: one job a tick, and a schedule that cannot fire says why and goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from accounts.errors import LimitReached
from jobs.conf import JobsConf
from jobs.errors import InvalidSubmission, QueueFull
from jobs.handlers.recurring import fire_due, job_of
from jobs.models import Job, JobLog, Schedule
from jobs.queue import control, schedules
from jobs.queue import enqueue as enqueueing
from jobs.queue.clock import now
from jobs.services.schedules import change_schedule, create_schedule
from jobs.testing import ScriptedHandler, scripted
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    with scripted() as handler:
        yield handler


def made(**fields) -> Schedule:
    wanted = {"name": "n", "kind": ScriptedHandler.kind, "payload": {"value": 1}, "cron": "*/5 * * * *"}
    schedule = Schedule(**{"owner": fields.pop("owner", None) or make_user()} | wanted | fields)
    schedules.add(schedule)
    return schedule


def due(schedule: Schedule, seconds: float = 1.0) -> datetime:
    """Let the schedule's next time have come `seconds` ago."""
    past = now() - timedelta(seconds=seconds)
    Schedule.objects.filter(pk=schedule.pk).update(next_at=past)
    return past


def fired(schedule: Schedule) -> Schedule:
    """The schedule after a round of maintenance in which it was due."""
    due(schedule)
    fire_due()
    schedule.refresh_from_db()
    return schedule


def jobs() -> list[Job]:
    return list(Job.objects.order_by("pk"))


@pytest.mark.usefixtures("kind")
class TestFireDue:
    def test_enqueues_the_job_and_sets_the_next_time(self):
        schedule = fired(made(title="Weekly", category="c", tags=["b", "a"], priority="high"))
        (job,) = jobs()
        assert (job.pk, "") == (schedule.last_job_id, schedule.last_error)
        assert (schedule.pk, schedule.owner_id) == (job.schedule_id, job.owner_id)
        assert ("Weekly", "c", "high", {"value": 1}, "pending") == (
            job.title, job.category, job.priority, job.payload, job.status,
        )  # fmt: skip
        assert {"a", "b"} == set(job.tag_rows.values_list("name", flat=True))
        assert schedule.last_at <= now() < schedule.next_at
        assert 0 == fire_due()

    def test_leaves_what_is_not_due_or_paused(self):
        made()
        schedules.pause(made(name="paused").pk)
        assert (0, []) == (fire_due(), jobs())

    def test_makes_one_job_of_all_that_was_missed(self):
        schedule = made()
        due(schedule, seconds=86_400)
        assert 1 == fire_due()
        assert 0 == fire_due()
        schedule.refresh_from_db()
        assert schedule.next_at > now()

    def test_fires_each_of_many_up_to_the_limit(self):
        owner = make_user()
        for number in range(5):
            due(made(owner=owner, name=str(number)))
        assert [3, 2, 0] == [schedules.fire_due(job_of, limit=3) for _ in range(3)]
        assert 5 == len(jobs())


START = datetime(2026, 3, 1, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So long after `START`, on a clock of the test's own."""
    return START + timedelta(minutes=minutes)


def started(**fields) -> Schedule:
    """A schedule of every minute that is due at `START` for the first time."""
    schedule = made(**({"cron": "* * * * *"} | fields))
    Schedule.objects.filter(pk=schedule.pk).update(next_at=START)
    return schedule


def minutes(schedule: Schedule) -> list[float]:
    """The times for which there is a job."""
    return [
        (job.run_at - START) / timedelta(minutes=1) for job in jobs() if job.run_at and job.schedule_id == schedule.pk
    ]


@pytest.mark.usefixtures("kind")
class TestMissed:
    def test_times_make_one_job_unless_told_otherwise(self):
        schedule = started()
        assert [1, 0] == [fire_due(at(7.5)), fire_due(at(7.9))]
        fire_due(at(8))
        assert [0, 8] == minutes(schedule)

    def test_times_make_none_where_they_are_skipped_but_for_one_just_past(self):
        schedule = started(missed="skip")
        assert 1 == fire_due(at(7.5))
        assert [7] == minutes(schedule)
        schedule.refresh_from_db()
        assert (at(8), "") == (schedule.next_at, schedule.last_error)

    def test_times_that_are_skipped_say_so(self):
        schedule = started(missed="skip", cron="0 0 * * *")
        assert 0 == fire_due(at(7.5))
        schedule.refresh_from_db()
        assert "Left out: it was due at 2026-03-01 00:00 UTC, and no worker ran then." == schedule.last_error
        assert at(24 * 60) == schedule.next_at

    def test_times_make_a_job_each_where_all_are_wanted(self):
        schedule = started(missed="all")
        assert 8 == fire_due(at(7.5))
        assert list(range(8)) == minutes(schedule)

    def test_times_of_one_do_not_keep_the_others_from_theirs(self):
        owner = make_user()
        slow, other = started(owner=owner, missed="all"), started(owner=owner, name="other")
        Schedule.objects.filter(pk=other.pk).update(next_at=at(100))
        assert schedules.MOST_OF_ONE + 1 == fire_due(at(100))
        assert [100] == minutes(other)
        while fire_due(at(100)):
            pass
        assert list(range(101)) == minutes(slow)


@pytest.mark.usefixtures("kind")
class TestClock:
    def test_that_goes_back_fires_nothing_twice(self):
        schedule = started(missed="all")
        fire_due(at(3))
        assert [0, 0] == [fire_due(at(1)), fire_due(at(3.9))]
        fire_due(at(4))
        assert [0, 1, 2, 3, 4] == minutes(schedule)

    def test_of_summer_time_fires_once_a_day(self):
        """02:30 does not exist on 29 March in Paris, and exists twice on 25 October."""
        schedule = started(missed="all", cron="30 2 * * *", time_zone="Europe/Paris")
        for begin, expected in (
            (datetime(2026, 3, 28, 1, 30, tzinfo=UTC), ["03-28 01:30", "03-29 01:00", "03-30 00:30"]),
            (datetime(2026, 10, 24, 0, 30, tzinfo=UTC), ["10-24 00:30", "10-25 00:30", "10-26 01:30"]),
        ):
            Job.objects.all().delete()
            Schedule.objects.update(next_at=begin)
            for hour in range(60):
                fire_due(begin + timedelta(hours=hour))
            assert expected == [f"{job.run_at:%m-%d %H:%M}" for job in jobs()]
        assert "" == Schedule.objects.get(pk=schedule.pk).last_error


@pytest.mark.usefixtures("kind")
class TestOverlap:
    def test_allowed_fires_beside_a_live_job(self):
        schedule = made(overlap="allow")
        fired(schedule)
        fired(schedule)
        assert 2 == len(jobs())

    def test_skipped_waits_for_the_end_of_the_job_before_and_says_so(self):
        schedule = fired(made(overlap="skip"))
        (job,) = jobs()
        fired(schedule)
        assert ([job], schedule.last_job_id) == (jobs(), job.pk)
        assert f"Skipped, because job {job.pk} of this schedule had not ended." == schedule.last_error
        assert schedule.next_at > now()
        control.cancel(job.pk)
        fired(schedule)
        assert (2, "") == (len(jobs()), schedule.last_error)


class TestFault:
    def test_of_a_kind_that_is_gone_is_told_and_passes_when_it_is_back(self):
        with scripted():
            schedule = made()
        fired(schedule)
        assert "kind: Unknown kind 'scripted'" in schedule.last_error
        assert ([], True) == (jobs(), schedule.next_at > now())
        with scripted():
            fired(schedule)
        assert (1, "") == (len(jobs()), schedule.last_error)

    @pytest.mark.usefixtures("kind")
    def test_of_a_payload_that_no_longer_fits_names_its_field(self):
        schedule = made()
        Schedule.objects.update(payload={"old": 1})
        schedule.refresh_from_db()
        fired(schedule)
        assert "payload.old: Unknown field; remove it." == schedule.last_error

    @pytest.mark.usefixtures("kind")
    def test_of_an_owner_who_may_no_more_is_told(self):
        schedule = made()
        schedule.owner.is_active = False
        schedule.owner.save()
        fired(schedule)
        assert "owner: This account is not active." == schedule.last_error

    @pytest.mark.usefixtures("kind")
    def test_of_a_full_queue_is_told(self, monkeypatch):
        schedule = made()
        monkeypatch.setattr(enqueueing, "conf", lambda: JobsConf(max_queued_per_owner=0))
        fired(schedule)
        assert str(QueueFull(0)) == schedule.last_error

    def test_of_a_kinds_own_code_does_not_keep_others_from_firing(self):
        def broken(payload):
            raise ZeroDivisionError("no\x00title")

        with scripted() as handler:
            first, second = made(name="first"), made(name="second", title="Own")
            handler.title = broken
            due(first, 2)
            due(second, 1)
            assert 1 == fire_due()
        first.refresh_from_db()
        assert ("ZeroDivisionError: notitle", [second.pk]) == (first.last_error, [job.schedule_id for job in jobs()])

    @pytest.mark.usefixtures("kind")
    def test_of_a_line_that_cannot_be_read_any_more_ends_its_firing(self):
        schedule = made()
        Schedule.objects.update(time_zone="Atlantis/Capital")
        schedule.refresh_from_db()
        fired(schedule)
        assert (None, 1) == (schedule.next_at, len(jobs()))
        assert "Atlantis/Capital" in schedule.last_error

    @pytest.mark.usefixtures("kind")
    def test_of_the_database_leaves_the_tick_for_the_next_round(self):
        schedule = made()
        when = due(schedule)

        def away(schedule):
            raise OperationalError("gone")

        with pytest.raises(OperationalError):
            schedules.fire_due(away)
        schedule.refresh_from_db()
        assert (when, "") == (schedule.next_at, schedule.last_error)


@pytest.mark.usefixtures("kind")
class TestAdd:
    def test_refuses_one_above_the_limit_of_its_owner(self, monkeypatch):
        monkeypatch.setattr(schedules, "conf", lambda: JobsConf(max_schedules_per_owner=1))
        owner = make_user()
        made(owner=owner)
        made(owner=make_user())
        with pytest.raises(LimitReached, match="You have 1 schedules; delete one first"):
            made(owner=owner, name="another")

    def test_refuses_a_line_that_never_fires(self):
        with pytest.raises(InvalidSubmission, match="cron: This line does not fire within 50 years"):
            made(cron="* * */20 * 1L")


@pytest.mark.usefixtures("kind")
class TestControl:
    def test_pausing_takes_the_next_time_away_and_resuming_sets_a_coming_one(self):
        schedule = made()
        due(schedule, 3600)
        paused = schedules.pause(schedule.pk)
        assert (True, None) == (paused.paused_at is not None, paused.next_at)
        assert paused.paused_at == schedules.pause(schedule.pk).paused_at
        resumed = schedules.resume(schedule.pk)
        assert (None, True) == (resumed.paused_at, resumed.next_at > now())
        assert resumed.next_at == schedules.resume(schedule.pk).next_at
        assert 0 == fire_due()

    def test_firing_now_leaves_the_times_alone(self):
        schedule = made()
        made_now = schedules.fire_now(schedule.pk, job_of)
        before = schedule.next_at
        schedule.refresh_from_db()
        assert (made_now.job.pk, before) == (schedule.last_job_id, schedule.next_at)
        schedules.pause(schedule.pk)
        assert schedules.fire_now(schedule.pk, job_of).created
        assert 2 == len(jobs())

    def test_changing_the_line_sets_the_next_time_and_forgets_the_fault(self):
        schedule = made()
        Schedule.objects.update(last_error="x")
        changed = schedules.change(schedule.pk, {"cron": "0 0 1 1 *"}, lambda _: None)
        schedule.refresh_from_db()
        assert (changed.next_at, "") == (schedule.next_at, schedule.last_error)
        assert (1, 1) == (schedule.next_at.month, schedule.next_at.day)
        again = schedules.change(schedule.pk, {"title": "t"}, lambda _: None)
        assert changed.next_at == again.next_at

    def test_changing_what_does_not_fit_changes_nothing(self):
        schedule = made()

        def objects(schedule):
            raise InvalidSubmission({"kind": "no"})

        with pytest.raises(InvalidSubmission):
            schedules.change(schedule.pk, {"kind": "x"}, objects)
        assert ScriptedHandler.kind == Schedule.objects.get().kind
        assert not JobLog.objects.exists()


class TestPayload:
    def test_of_an_earlier_release_is_upgraded(self, kind, monkeypatch):
        schedule = made(payload={"worth": 7})
        monkeypatch.setattr(kind, "version", 2)
        monkeypatch.setattr(kind, "upgrade", lambda data, version: {"value": data["worth"]})
        assert "" == fired(schedule).last_error
        assert [({"value": 7}, 2)] == [(job.payload, job.payload_version) for job in jobs()]

    def test_of_a_later_release_is_left_to_workers_that_can_read_it(self, kind, monkeypatch):
        schedule = made(payload_version=2)
        when = due(schedule)
        assert (0, []) == (fire_due(), jobs())
        schedule.refresh_from_db()
        assert (when, "") == (schedule.next_at, schedule.last_error)
        monkeypatch.setattr(kind, "version", 2)
        assert 1 == fire_due()

    def test_is_of_the_version_in_which_it_was_given(self, kind, monkeypatch):
        owner = make_user()
        fields = {"name": "n", "kind": kind.kind, "payload": {"value": 1}, "cron": "@daily"}
        schedule = create_schedule(owner, fields)
        monkeypatch.setattr(kind, "version", 2)
        monkeypatch.setattr(kind, "upgrade", lambda data, version: data)
        assert 1 == change_schedule(owner, schedule.pk, {"title": "Daily"}).payload_version
        assert 2 == change_schedule(owner, schedule.pk, {"payload": {"value": 2}}).payload_version
        assert 2 == Schedule.objects.get().payload_version

"""The console's recurring jobs: what staff see and do, and the audit entries that it leaves."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from jobs.models import Job, Schedule
from jobs.services.schedules import ScheduleFields, create_schedule, pause_schedule
from jobs.testing import scripted
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:jobs_schedule_changelist")


@pytest.fixture(autouse=True)
def _kind():
    with scripted():
        yield


@pytest.fixture
def console(client, staff):
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make(name: str = "Morning", owner=None) -> Schedule:
    fields: ScheduleFields = {
        "name": name,
        "kind": "scripted",
        "payload": {"value": "<b>"},
        "cron": "30 6 * * *",
        "time_zone": "UTC",
    }
    return create_schedule(owner or make_user(), fields)


def act(console, name: str, *schedules: Schedule, **more):
    chosen = {"action": name, "_selected_action": [str(schedule.pk) for schedule in schedules]}
    return console.post(LIST, chosen | more, follow=True)


def audit() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


class TestPages:
    def test_list_schedules_in_a_few_queries(self, console, django_assert_max_num_queries):
        owner = make_user()
        for number in range(3):
            make(f"n{number}", owner)
        with django_assert_max_num_queries(12):
            page = console.get(LIST, {"kind": "scripted", "q": "n", "paused_at__isempty": "1"}).content.decode()
        assert 3 == page.count("30 6 * * *")

    def test_show_the_times_the_fault_and_the_payload_as_text(self, console):
        schedule = make()
        Schedule.objects.update(last_error="payload.old: Unknown field; remove it.")
        page = console.get(reverse("admin:jobs_schedule_change", args=[schedule.pk])).content.decode()
        assert "&lt;b&gt;" in page
        assert "payload.old: Unknown field; remove it." in page
        assert 5 == page.count(" 06:30")

    def test_show_one_that_is_paused(self, console):
        schedule = make()
        pause_schedule(schedule.owner, schedule.pk)
        page = console.get(reverse("admin:jobs_schedule_change", args=[schedule.pk])).content.decode()
        assert " 06:30" not in page


class TestActions:
    def test_pause_and_resume_the_chosen_and_leave_the_others(self, console, staff):
        chosen, other = make(), make()
        act(console, "pause", chosen)
        assert [chosen] == list(Schedule.objects.filter(next_at=None))
        act(console, "resume", chosen, other)
        assert not Schedule.objects.filter(next_at=None).exists()
        assert ["Paused.", "Resumed.", "Resumed."] == audit()
        assert {staff.pk} == set(LogEntry.objects.values_list("user_id", flat=True))

    def test_run_makes_the_owners_job(self, console):
        schedule = make()
        act(console, "run", schedule)
        assert (schedule.owner_id, schedule.pk) == Job.objects.values_list("owner_id", "schedule_id").get()
        assert ["Run now."] == audit()

    def test_say_why_a_job_was_not_made(self, console):
        schedule = make()
        Schedule.objects.update(payload={"old": 1})
        page = act(console, "run", schedule).content.decode()
        assert "Morning: payload.old: Unknown field; remove it." in page
        assert [] == audit()

    def test_delete_the_chosen_after_asking(self, console):
        chosen, other = make(), make()
        act(console, "delete_selected", chosen)
        assert 2 == Schedule.objects.count()
        act(console, "delete_selected", chosen, post="yes")
        assert [other] == list(Schedule.objects.all())
        assert 1 == LogEntry.objects.count()

    def test_are_not_offered_without_the_permission(self, client):
        viewer = make_user(is_staff=True)
        viewer.user_permissions.add(Permission.objects.get(codename="view_schedule"))
        client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
        schedule = make()
        for name in ("pause", "run", "delete_selected"):
            act(client, name, schedule, post="yes")
        assert Schedule.objects.get().next_at is not None
        assert not Job.objects.exists()


class TestEdit:
    FORM: ClassVar = {
        "cron": "30 6 * * *", "time_zone": "UTC", "missed": "once", "overlap": "allow", "title": "",
        "priority": "medium", "category": "",
    }  # fmt: skip

    def edit(self, console, schedule, **changes):
        return console.post(reverse("admin:jobs_schedule_change", args=[schedule.pk]), self.FORM | changes)

    def test_changes_times_and_policies_with_an_audit_entry(self, console):
        schedule = make()
        answer = self.edit(console, schedule, cron="0 8 * * *", time_zone="Europe/Paris", missed="all", priority="high")
        assert 302 == answer.status_code, answer.content.decode()
        changed = Schedule.objects.get(pk=schedule.pk)
        assert ("0 8 * * *", "all", "high") == (changed.cron, changed.missed, changed.priority)
        assert changed.next_at.hour in {6, 7}
        assert ["Changed Cron, Time zone, Missed and Priority."] == audit()

    def test_refuses_what_cannot_fire_at_its_field(self, console):
        schedule = make()
        page = self.edit(console, schedule, cron="61 * * * *", time_zone="Mars/Olympus").content.decode()
        assert "is not a time zone" in page
        page = self.edit(console, schedule, cron="61 * * * *").content.decode()
        assert "Its minute, 61, is wrong" in page
        assert ("30 6 * * *", []) == (Schedule.objects.get().cron, audit())

    def test_leaves_alone_whose_it_is_and_what_it_does(self, console, user):
        schedule = make()
        self.edit(console, schedule, kind="manual", owner=str(user.pk), name="Mine", title="New title")
        changed = Schedule.objects.get(pk=schedule.pk)
        assert (schedule.kind, schedule.owner_id, schedule.name, "New title") == (
            changed.kind, changed.owner_id, changed.name, changed.title,
        )  # fmt: skip

    def test_is_for_those_who_may_change_schedules(self, client):
        looker = make_user(is_staff=True)
        looker.user_permissions.add(Permission.objects.get(codename="view_schedule"))
        client.force_login(looker, backend="django.contrib.auth.backends.ModelBackend")
        schedule = make()
        assert 403 == self.edit(client, schedule, cron="0 8 * * *").status_code
        assert "30 6 * * *" == Schedule.objects.get().cron

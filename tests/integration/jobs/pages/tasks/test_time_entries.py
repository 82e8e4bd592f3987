"""Time on a task, entered and set right by hand; the job's page of a task."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobs.models import TimeEntry
from jobs.queue import control
from jobs.queue.timers import start_timer
from jobs.services.time_entries import add_entry, correct_entry
from tests.integration.jobs.pages.tasks.conftest import text_of
from tests.support.users import make_user

pytestmark = pytest.mark.django_db
NINE, TEN = datetime(2025, 3, 3, 9, tzinfo=UTC), datetime(2025, 3, 3, 10, tzinfo=UTC)


class TestNewEntry:
    def test_enters_a_span_of_the_persons_own_day(self, signed_in, user, task) -> None:
        user.time_zone = "Europe/Paris"
        user.save()
        job = task()
        sent = {"started_at": "2025-03-03T10:00", "stopped_at": "2025-03-03T11:00:00"}
        assert f"/jobs/{job.pk}" == signed_in.post(f"/tasks/{job.pk}/time", sent).headers["Location"]
        assert (NINE, TEN, user.pk) == TimeEntry.objects.values_list("started_at", "stopped_at", "person").get()

    @pytest.mark.parametrize(
        ("start", "end", "said"),
        [
            ("", "2025-03-03T11:00", "This field is required."),
            ("2025-03-03T12:00", "2025-03-03T11:00", "send a later time"),
            ("2999-03-03T12:00", "2999-03-03T13:00", "This is in the future"),
        ],
    )
    def test_names_what_is_wrong_and_keeps_what_was_typed(self, signed_in, task, start, end, said) -> None:
        answer = signed_in.post(f"/tasks/{task().pk}/time", {"started_at": start, "stopped_at": end})
        assert 422 == answer.status_code
        assert said in text_of(answer)
        assert end in text_of(answer)
        assert not TimeEntry.objects.exists()


class TestEntry:
    def test_is_set_right_with_its_trace_shown(self, signed_in, user, task) -> None:
        job = task()
        number = add_entry(user, job.pk, NINE, TEN)["number"]
        shown = {"initial-started_at": "2025-03-03T09:00:00", "initial-stopped_at": "2025-03-03T10:00:00"}
        sent = shown | {"started_at": "2025-03-03T09:00:00", "stopped_at": "2025-03-03T09:30:00"}
        assert 302 == signed_in.post(f"/tasks/{job.pk}/time/{number}", sent).status_code
        page = text_of(signed_in.get(f"/jobs/{job.pk}"))
        assert "Corrected by you" in page
        assert "was 3 Mar, 09:00:00 to 10:00:00" in page
        assert "30 m" in page

    def test_that_runs_is_moved_without_being_stopped(self, signed_in, user, task) -> None:
        job = task()
        start_timer(job.pk, user.pk)
        shown = text_of(signed_in.get(f"/tasks/{job.pk}/time/1"))
        assert "a time stops it" in shown
        sent = {"started_at": "2025-03-03T09:00:00", "stopped_at": "", "initial-stopped_at": ""}
        assert 302 == signed_in.post(f"/tasks/{job.pk}/time/1", sent).status_code
        assert (NINE, None) == TimeEntry.objects.values_list("started_at", "stopped_at").get()

    def test_is_deleted_and_counts_no_more(self, signed_in, user, task) -> None:
        job = task()
        add_entry(user, job.pk, NINE, TEN)
        assert 302 == signed_in.post(f"/tasks/{job.pk}/time/1/delete").status_code
        assert 0 == TimeEntry.objects.counted().count()
        assert 404 == signed_in.post(f"/tasks/{job.pk}/time/1/delete").status_code

    def test_of_the_owner_is_not_the_assignees_to_correct(self, signed_in, user, task) -> None:
        owner = make_user()
        job = task(owner=owner, assignee_id=user.pk)
        add_entry(owner, job.pk, NINE, TEN)
        add_entry(user, job.pk, NINE, TEN)
        assert 404 == signed_in.get(f"/tasks/{job.pk}/time/1").status_code
        assert 200 == signed_in.get(f"/tasks/{job.pk}/time/2").status_code
        page = text_of(signed_in.get(f"/jobs/{job.pk}"))
        assert f"/tasks/{job.pk}/time/1" not in page
        assert f"/tasks/{job.pk}/time/2" in page


class TestJobPage:
    def test_offers_what_can_be_done_with_a_task_as_it_stands(self, signed_in, user, task) -> None:
        job = task(description="First\n\n<b>second</b>")
        start, stop, done, again = "Start the timer", "Stop the timer", 'value="done"', "Reopen"
        page = text_of(signed_in.get(f"/jobs/{job.pk}"))
        assert "&lt;b&gt;second" in page
        assert "No worker has taken it" not in page

        def offered() -> list[bool]:
            actions = text_of(signed_in.get(f"/jobs/{job.pk}")).partition('data-part="actions"')[2]
            actions = actions.partition("data-job-progress")[0]
            return [words in actions for words in (start, stop, done, again)]

        assert [True, False, True, False] == offered()
        start_timer(job.pk, user.pk)
        assert [False, True, True, False] == offered()
        control.complete(job.pk)
        assert [False, False, False, True] == offered()

    def test_is_an_assignees_with_fewer_controls(self, signed_in, user, task) -> None:
        job = task(owner=make_user(name="Bors"), assignee_id=user.pk)
        page = text_of(signed_in.get(f"/jobs/{job.pk}"))
        assert "Start the timer" in page
        assert "Bors" in page
        for owners in (f"/tasks/{job.pk}/edit", f"/jobs/{job.pk}/hold", "Open in the console"):
            assert owners not in page

    def test_offers_staff_nothing_on_others_tasks(self, client, staff, task) -> None:
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        job = task()
        add_entry(job.owner, job.pk, NINE, TEN)
        correct_entry(job.owner, job.pk, 1, {"started_at": datetime(2025, 3, 3, 8, tzinfo=UTC)})
        page = text_of(client.get(f"/jobs/{job.pk}"))
        assert "Corrected by" in page
        assert "Open in the console" in page
        assert "Start the timer" not in page
        assert f"/tasks/{job.pk}/time" not in page

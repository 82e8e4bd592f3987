"""The form of a new task, and of one that is changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobs.conf import JobsConf
from jobs.models import Job
from jobs.queue import control
from jobs.queue import enqueue as enqueueing
from jobs.queue.timers import start_timer
from jobs.services import update_job
from tests.integration.jobs.pages.tasks.conftest import text_of
from tests.support.users import make_user

pytestmark = pytest.mark.django_db
FULL = {
    "title": "Proofread", "description": "Chapter 3", "priority": "urgent", "due_date": "2030-07-01",
    "due_time": "09:30", "estimated_minutes": "90", "category": "writing", "tags": "book, sea, book", "assignee": "me",
}  # fmt: skip


def shown(form, **changes: object) -> dict[str, object]:
    """What a browser sends of an edit form: what was shown, hidden, and what is typed over it."""
    sent: dict[str, object] = {}
    for field in form:
        value = field.value()
        text = value if isinstance(value, list) else "" if value is None else str(value)
        text = text[:5] if field.name == "due_time" and isinstance(text, str) else text
        sent |= {field.html_name: text, field.html_initial_name: text}
    return sent | changes


class TestNewTask:
    def test_makes_a_task_of_what_was_typed(self, signed_in, user) -> None:
        user.time_zone = "Europe/Paris"
        user.save()
        answer = signed_in.post("/tasks/new", FULL)
        job = Job.objects.get()
        assert f"/jobs/{job.pk}" == answer.headers["Location"]
        assert ("manual", "Proofread", "Chapter 3", "urgent", "writing", 90, user.pk) == (
            job.kind, job.title, job.description, job.priority, job.category, job.estimated_minutes, job.assignee_id,
        )  # fmt: skip
        assert datetime(2030, 7, 1, 7, 30, tzinfo=UTC) == job.due_at
        assert {"book", "sea"} == set(job.tag_rows.values_list("name", flat=True))

    @pytest.mark.parametrize(("typed", "minutes"), [("", None), ("0", 0), ("60", 60)])
    def test_reminds_as_was_chosen(self, signed_in, typed, minutes) -> None:
        signed_in.post("/tasks/new", FULL | {"remind_minutes_before": typed})
        job = Job.objects.get(kind="manual")
        assert minutes == job.remind_minutes_before
        assert (minutes is not None) == Job.objects.filter(kind="reminder").exists()

    def test_says_that_a_reminder_needs_a_due_date(self, signed_in) -> None:
        answer = signed_in.post("/tasks/new", FULL | {"due_date": "", "due_time": "", "remind_minutes_before": "60"})
        assert (422, True) == (answer.status_code, "There is no due date to be reminded of" in text_of(answer))

    def test_asks_for_a_title_alone(self, signed_in) -> None:
        assert 302 == signed_in.post("/tasks/new", {"title": "Rest", "priority": "medium"}).status_code
        assert Job.objects.filter(due_at=None, assignee=None, category="", title="Rest").exists()

    def test_is_due_at_the_end_of_a_day_without_a_time(self, signed_in) -> None:
        signed_in.post("/tasks/new", {"title": "Rest", "priority": "low", "due_date": "2030-07-01"})
        assert datetime(2030, 7, 1, 23, 59, tzinfo=UTC) == Job.objects.get().due_at

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"title": ""}, "This field is required."),
            ({"title": "x" * 201}, "at most 200 characters"),
            ({"priority": "hot"}, "hot is not one of the available choices"),
            ({"due_date": "soon"}, "Enter a valid date."),
            ({"due_date": "0001-01-01"}, "Choose a day from 2000 to 2199."),
            ({"due_date": ""}, "Choose the day for this time."),
            ({"estimated_minutes": "0"}, "greater than or equal to 1"),
            ({"tags": "x" * 41}, "is longer than 40 characters"),
            ({"tags": ",".join(map(str, range(21)))}, "There are 21 tags; at most 20"),
            ({"assignee": "somebody"}, "Nobody who is active has this address"),
        ],
    )
    def test_names_what_is_wrong_at_its_field_and_keeps_what_was_typed(self, signed_in, typed, said) -> None:
        answer = signed_in.post("/tasks/new", FULL | typed)
        page = text_of(answer)
        assert 422 == answer.status_code
        assert said in page
        assert all(f"{kept}" in page for kept in ("Chapter 3", "writing"))
        assert not Job.objects.exists()

    def test_makes_one_task_however_often_the_form_is_sent(self, signed_in) -> None:
        for status in (302, 302):
            assert status == signed_in.post("/tasks/new", FULL | {"idempotency_key": "k"}).status_code
        assert 409 == signed_in.post("/tasks/new", FULL | {"idempotency_key": "k", "title": "Other"}).status_code
        assert 1 == Job.objects.count()

    def test_waits_for_jobs_that_are_chosen(self, signed_in, task) -> None:
        first = task("first")
        assert "first" in text_of(signed_in.get("/tasks/new"))
        signed_in.post("/tasks/new", FULL | {"depends_on": [str(first.pk)]})
        job = Job.objects.get(title="Proofread")
        assert ("blocked", [first.pk]) == (job.status, list(job.upstream_edges.values_list("upstream", flat=True)))

    def test_offers_nobody_elses_jobs(self, signed_in, task) -> None:
        theirs = task("theirs", owner=make_user())
        task("mine")
        answer = signed_in.post("/tasks/new", FULL | {"depends_on": [str(theirs.pk)]})
        assert 422 == answer.status_code
        assert "theirs" not in text_of(answer)

    def test_is_given_by_staff_to_anybody_by_their_address(self, client, staff) -> None:
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        other = make_user()
        assert 422 == client.post("/tasks/new", FULL | {"assignee": "nobody@example.org"}).status_code
        client.post("/tasks/new", FULL | {"assignee": other.email.upper()})
        assert other == Job.objects.get().assignee

    def test_is_refused_when_the_queue_is_full(self, signed_in, monkeypatch) -> None:
        monkeypatch.setattr(enqueueing, "conf", lambda: JobsConf(max_queued_per_owner=0))
        answer = signed_in.post("/tasks/new", FULL)
        assert 429 == answer.status_code
        assert "unfinished jobs" in text_of(answer)


class TestEditTask:
    def test_sets_what_was_changed_and_leaves_what_others_changed_meanwhile(self, signed_in, user, task) -> None:
        job = task("Proofread", priority="low", due_at=datetime(2030, 7, 1, 12, tzinfo=UTC), tags=["book"])
        form = signed_in.get(f"/tasks/{job.pk}/edit").context["form"]
        sent = shown(form, title="Proofread twice", due_time="13:15")
        update_job(user, job.pk, {"priority": "urgent", "tags": ["sea"]})
        assert 302 == signed_in.post(f"/tasks/{job.pk}/edit", sent).status_code
        job.refresh_from_db()
        assert ("Proofread twice", "urgent") == (job.title, job.priority)
        assert datetime(2030, 7, 1, 13, 15, tzinfo=UTC) == job.due_at
        assert ["sea"] == list(job.tag_rows.values_list("name", flat=True))

    def test_keeps_a_reminder_that_came_from_elsewhere(self, signed_in, task) -> None:
        job = task(due_at=datetime(2030, 7, 1, 12, tzinfo=UTC), remind_minutes_before=45)
        assert "45 m before it is due" in text_of(signed_in.get(f"/jobs/{job.pk}"))
        form = signed_in.get(f"/tasks/{job.pk}/edit").context["form"]
        for changes, minutes in (({"title": "Once more"}, 45), ({"remind_minutes_before": "0"}, 0)):
            assert 302 == signed_in.post(f"/tasks/{job.pk}/edit", shown(form, **changes)).status_code
            job.refresh_from_db()
            assert minutes == job.remind_minutes_before

    def test_takes_values_away(self, signed_in, user, task) -> None:
        job = task(due_at=datetime(2030, 7, 1, 12, tzinfo=UTC), estimated_minutes=5, assignee_id=user.pk)
        form = signed_in.get(f"/tasks/{job.pk}/edit").context["form"]
        sent = shown(form, due_date="", due_time="", estimated_minutes="", assignee="nobody")
        assert 302 == signed_in.post(f"/tasks/{job.pk}/edit", sent).status_code
        assert Job.objects.filter(due_at=None, estimated_minutes=None, assignee=None).exists()

    def test_changes_nothing_that_was_not_touched(self, signed_in, task) -> None:
        job = task(due_at=datetime(2030, 7, 1, 12, tzinfo=UTC), tags=["book"], description="two\nlines")
        before = Job.objects.values().get()
        sent = shown(signed_in.get(f"/tasks/{job.pk}/edit").context["form"])
        page = text_of(signed_in.post(f"/tasks/{job.pk}/edit", sent, follow=True))
        assert "nothing was changed" in page
        assert before == Job.objects.values().get()

    def test_writes_out_what_was_shown(self, signed_in, task) -> None:
        first = task("first")
        job = task(depends_on=[first.pk])
        page = text_of(signed_in.get(f"/tasks/{job.pk}/edit"))
        for name in ("title", "priority", "due_date", "depends_on"):
            assert f'name="initial-{name}"' in page

    def test_refuses_a_circle_at_its_field(self, signed_in, task) -> None:
        first = task("first")
        second = task("second", depends_on=[first.pk])
        form = signed_in.get(f"/tasks/{first.pk}/edit").context["form"]
        answer = signed_in.post(f"/tasks/{first.pk}/edit", shown(form, depends_on=[str(second.pk)]))
        assert 422 == answer.status_code
        assert "would wait for each other" in text_of(answer)

    def test_does_not_offer_to_wait_once_it_was_begun(self, signed_in, user, task) -> None:
        task("other")
        job = task()
        start_timer(job.pk, user.pk)
        assert "Waits for other jobs" not in text_of(signed_in.get(f"/tasks/{job.pk}/edit"))

    def test_of_a_finished_task_leads_back_to_it(self, signed_in, task) -> None:
        job = task()
        control.complete(job.pk)
        assert "reopen it first" in text_of(signed_in.get(f"/tasks/{job.pk}/edit", follow=True))

    def test_keeps_whom_staff_had_given_it(self, signed_in, task) -> None:
        other = make_user(name="Bors")
        job = task(assignee_id=other.pk)
        form = signed_in.get(f"/tasks/{job.pk}/edit").context["form"]
        assert 302 == signed_in.post(f"/tasks/{job.pk}/edit", shown(form, title="Other")).status_code
        assert (other.pk, "Other") == Job.objects.values_list("assignee", "title").get()

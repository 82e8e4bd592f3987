"""Moving a task over the board, and its timer."""

from __future__ import annotations

import pytest

from jobs.models import Job, TimeEntry
from jobs.queue import control
from jobs.queue.timers import start_timer
from jobs.testing import enqueue, scripted
from tests.integration.jobs.pages.tasks.conftest import text_of
from tests.support.users import make_user

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


def move(client, job: Job, to: str, **more: str):
    return client.post(f"/tasks/{job.pk}/move", {"to": to, **more}, headers=SCRIPT)


def state(job: Job) -> tuple[str, int]:
    """Where it stands, and how many timers run on it."""
    return Job.objects.get(pk=job.pk).status, TimeEntry.objects.running().filter(job=job).count()


class TestMove:
    def test_leads_there_and_back_by_the_verbs_of_people(self, signed_in, task) -> None:
        job = task("Proofread")
        for to, column, after in (
            ("doing", "doing", ("processing", 1)),
            ("done", "done", ("completed", 0)),
            ("todo", "todo", ("pending", 0)),
            ("done", "done", ("completed", 0)),
            ("doing", "doing", ("processing", 1)),
        ):
            answer = move(signed_in, job, to)
            assert (200, column) == (answer.status_code, answer.json()["column"])
            assert "Proofread" in answer.json()["said"]
            assert after == state(job)

    def test_stops_the_timer_of_what_is_put_back_and_says_that_it_stays_begun(self, signed_in, task) -> None:
        job = task()
        move(signed_in, job, "doing")
        answer = move(signed_in, job, "todo")
        assert (200, "doing") == (answer.status_code, answer.json()["column"])
        assert "stays under Doing" in answer.json()["said"]
        assert ("processing", 0) == state(job)
        again = move(signed_in, job, "todo")
        assert 409 == again.status_code
        assert "stays under Doing until it is completed" in again.json()["detail"]

    @pytest.mark.parametrize("to", ["doing", "done"])
    def test_of_a_held_task_is_refused_with_the_way_out(self, signed_in, task, to) -> None:
        job = task()
        control.hold(job.pk)
        answer = move(signed_in, job, to)
        assert (409, "application/problem+json") == (answer.status_code, answer.headers["Content-Type"])
        assert answer.json()["detail"].startswith("A held job cannot be ")
        assert "resume" in answer.json()["detail"]
        assert ("held", 0) == state(job)

    def test_asks_before_it_stops_another_timer_and_changes_nothing_until_then(self, signed_in, user, task) -> None:
        other, job = task("Write"), task("Proofread")
        start_timer(other.pk, user.pk)
        control.complete(job.pk)
        answer = move(signed_in, job, "doing")
        assert (409, {"id": str(other.pk), "title": "Write"}) == (answer.status_code, answer.json()["running"])
        assert [("processing", 1), ("completed", 0)] == [state(other), state(job)]
        assert 200 == move(signed_in, job, "doing", stop_other="yes").status_code
        assert [("processing", 0), ("processing", 1)] == [state(other), state(job)]

    def test_lets_an_owner_take_up_again_what_was_cancelled_and_an_assignee_not(self, client, user, task) -> None:
        other = make_user()
        job = control.cancel(task(assignee_id=other.pk).pk)
        for person, status, after in ((other, 409, "cancelled"), (user, 200, "pending")):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            assert status == move(client, job, "todo").status_code
            assert after == state(job)[0]

    def test_is_an_assignees_too_and_a_404_for_others(self, signed_in, user, task) -> None:
        other = make_user()
        given, hidden = task(owner=other, assignee_id=user.pk), task(owner=other)
        assert 200 == move(signed_in, given, "doing").status_code
        for address in ("move", "stop", "edit", "time"):
            assert 404 == signed_in.post(f"/tasks/{hidden.pk}/{address}", {"to": "done"}).status_code
        assert ("pending", 0) == state(hidden)

    def test_of_a_machines_work_is_refused(self, signed_in, user) -> None:
        with scripted():
            job = enqueue(user.pk)
        assert 409 == move(signed_in, job, "done").status_code
        assert ("pending", 0) == state(job)

    def test_takes_only_columns_that_there_are_and_only_by_post(self, signed_in, task) -> None:
        job = task()
        assert 400 == move(signed_in, job, "later").status_code
        assert 405 == signed_in.get(f"/tasks/{job.pk}/move").status_code


class TestWithoutScript:
    def test_goes_back_to_the_page_with_a_sentence(self, signed_in, task) -> None:
        job = task("Proofread")
        answer = signed_in.post(f"/tasks/{job.pk}/move", {"to": "doing", "next": "/tasks?tag=a"})
        assert "/tasks?tag=a" == answer.headers["Location"]
        assert "The timer runs on “Proofread”." in text_of(signed_in.get("/tasks"))

    @pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", ""])
    def test_goes_to_no_other_site(self, signed_in, task, address) -> None:
        job = task()
        answer = signed_in.post(f"/tasks/{job.pk}/move", {"to": "doing", "next": address})
        assert f"/jobs/{job.pk}" == answer.headers["Location"]

    def test_asks_on_a_page_of_its_own_before_it_stops_another_timer(self, signed_in, user, task) -> None:
        other, job = task("Write"), task("Proofread")
        start_timer(other.pk, user.pk)
        answer = signed_in.post(f"/tasks/{job.pk}/move", {"to": "doing", "next": "/tasks"})
        page = text_of(answer)
        assert 409 == answer.status_code
        assert all(words in page for words in ("Write", "Proofread", 'name="stop_other"', 'value="/tasks"'))

    def test_says_why_something_cannot_be(self, signed_in, task) -> None:
        job = task()
        control.hold(job.pk)
        page = text_of(signed_in.post(f"/tasks/{job.pk}/move", {"to": "done", "next": "/tasks"}, follow=True))
        assert "A held job cannot be completed." in page


class TestTimerBar:
    def test_is_on_every_page_while_a_timer_runs_and_nowhere_else(self, signed_in, user, task) -> None:
        job = task("Proofread <1>")
        start_timer(job.pk, user.pk)
        for address in ("/jobs", "/tasks", "/cards", "/documents", "/conversations", "/account", f"/jobs/{job.pk}"):
            bar = text_of(signed_in.get(address)).partition('id="timer"')[2].partition("</form>")[0]
            assert f'action="/tasks/{job.pk}/stop"' in bar, address
            assert "Proofread &lt;1&gt;" in bar
        signed_in.post(f"/tasks/{job.pk}/stop")
        assert "timer-clock" not in text_of(signed_in.get("/jobs"))

    def test_counts_by_the_databases_clock(self, signed_in, user, task) -> None:
        start_timer(task().pk, user.pk)
        TimeEntry.objects.update(started_at="2020-01-01T00:00:00Z")
        part = text_of(signed_in.get("/tasks/timer"))
        seconds = int(part.partition('data-seconds="')[2].partition('"')[0])
        assert 5 * 366 * 86_400 < seconds
        assert "<html" not in part

    def test_is_each_persons_own(self, signed_in, user, task) -> None:
        other = make_user()
        start_timer(task(assignee_id=other.pk).pk, other.pk)
        assert "timer-clock" not in text_of(signed_in.get("/tasks/timer"))

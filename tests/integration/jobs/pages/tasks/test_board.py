"""The board, and the list with the same filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.pages.tasks import views
from jobs.queue import control
from jobs.queue.lift import weigh
from jobs.queue.timers import start_timer
from jobs.testing import enqueue, scripted
from tests.integration.jobs.pages.tasks.conftest import columns, listed, text_of
from tests.support.racing import race
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def in_days(days: float):
    return timezone.now() + timedelta(days=days)


class TestSearch:
    @pytest.mark.parametrize(("q", "titles"), [("letter king", ["a"]), ("KING", ["b", "a"]), ("queen", [])])
    @pytest.mark.parametrize("view", ["board", "list"])
    def test_finds_all_words_in_title_or_description(self, signed_in, task, view, q, titles) -> None:
        task("a", description="A letter of the king")
        task("b", description="Another king")
        task("c")
        response = signed_in.get("/tasks", {"view": view, "q": q})
        assert titles == listed(response)
        assert f'name="q" value="{q}"' in text_of(response)

    def test_refuses_more_than_it_reads(self, signed_in) -> None:
        assert 422 == signed_in.get("/tasks", {"q": "x" * 65}).status_code


class TestInheritedPriority:
    @pytest.mark.parametrize("view", ["board", "list"])
    def test_is_said_and_sorted_by(self, signed_in, task, view) -> None:
        low = task("low", priority="low")
        task("high", priority="high")
        task("urgent", priority="urgent", depends_on=[low.pk])
        weigh([low.pk])  # as the commit does
        response = signed_in.get(f"/tasks?view={view}&sort=priority")
        assert ["urgent", "low", "high"] == listed(response)
        assert 1 == text_of(response).count("worked as urgent")


class TestBoard:
    def test_sends_strangers_to_sign_in(self, client) -> None:
        assert "/sign-in?next=/tasks" == client.get("/tasks").headers["Location"]

    def test_invites_to_make_the_first_task(self, signed_in, user) -> None:
        with scripted():
            enqueue(user.pk, title="a machine's")
        page = text_of(signed_in.get("/tasks"))
        assert "No tasks yet" in page
        assert "a machine" not in page.split("<main")[1].split("No tasks yet")[0]

    def test_has_every_state_in_its_column(self, signed_in, user, task) -> None:
        first = task("pending")
        task("scheduled", run_at=in_days(1))
        task("blocked", depends_on=[first.pk])
        control.hold(task("held").pk)
        start_timer(task("begun").pk, user.pk)
        control.complete(task("completed").pk)
        control.cancel(task("cancelled").pk)
        response = signed_in.get("/tasks")
        assert {
            "todo": ["held", "blocked", "scheduled", "pending"],
            "doing": ["begun"],
            "done": ["cancelled", "completed"],
        } == columns(response)
        page = text_of(response)
        assert all(said in page for said in ("waits for another job", "held by a person", "starts ", "you at work"))

    def test_shows_what_is_mine_or_assigned_to_me_and_nobody_elses(self, signed_in, user, task) -> None:
        other = make_user(name="Bors")
        task("mine")
        task("theirs", owner=other)
        task("given", owner=other, assignee_id=user.pk)
        task("mine for me", assignee_id=user.pk)
        for whose, titles in (
            ("", ["mine for me", "given", "mine"]),
            ("mine", ["mine for me", "mine"]),
            ("assigned", ["mine for me", "given"]),
        ):
            assert titles == columns(signed_in.get(f"/tasks?whose={whose}"))["todo"]
        assert "from Bors" in text_of(signed_in.get("/tasks"))

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("priority=urgent", ["b"]),
            ("category=writing", ["a"]),
            ("tag=book", ["a", "b"]),
            ("tag=boo", []),
            ("due=overdue", ["a"]),
            ("due=week", ["b"]),
            ("due=none", ["c"]),
            ("sort=due", ["a", "b", "c"]),
            ("sort=priority", ["b", "a", "c"]),
            ("sort=newest", ["c", "b", "a"]),
            ("tag=book&due=week", ["b"]),
        ],
    )
    def test_is_narrowed_and_ordered_by_the_address(self, signed_in, task, query, titles) -> None:
        task("a", category="writing", tags=["book"], due_at=in_days(-2))
        task("b", priority="urgent", tags=["book", "sea"], due_at=in_days(3))
        task("c", priority="low")
        response = signed_in.get(f"/tasks?{query}")
        found = columns(response)["todo"] if titles else listed(response)
        assert titles == (found if "sort" in query else sorted(found))
        assert ("No task matches" in text_of(response)) is (not titles)

    def test_names_what_the_address_asks_for_in_vain(self, signed_in, task) -> None:
        task("here")
        response = signed_in.get("/tasks?priority=hgih&view=%3Cb%3E")
        page = text_of(response)
        assert 422 == response.status_code
        assert "priority: “hgih” is not known; choose low, medium, high, urgent." in page
        assert "view: “&lt;b&gt;” is not known" in page
        assert [] == listed(response)

    def test_loads_the_newest_of_a_column_and_links_to_the_rest(self, signed_in, task, monkeypatch) -> None:
        monkeypatch.setattr(views, "MOST_IN_COLUMN", 2)
        for number in range(3):
            control.complete(task(f"done {number}").pk)
        task("todo")
        response = signed_in.get("/tasks")
        assert ["done 2", "done 1"] == columns(response)["done"]
        page = text_of(response)
        assert "/tasks?view=list&amp;state=done" in page
        assert "state=todo" not in page

    def test_says_what_is_overdue_in_words(self, signed_in, task) -> None:
        task("late", due_at=in_days(-3))
        assert "overdue by 3 days" in text_of(signed_in.get("/tasks"))

    def test_escapes_titles_and_words(self, signed_in, task) -> None:
        task("<script>alert(1)</script>", category="<img src=x>", tags=["<b>"])
        for view in ("board", "list", "calendar"):
            page = text_of(signed_in.get(f"/tasks?view={view}"))
            assert "<script>alert" not in page
            assert "<img src=x>" not in page

    def test_gives_the_view_alone_to_a_script(self, signed_in, task) -> None:
        task("here")
        part = signed_in.get("/tasks", headers={"HX-Request": "true"})
        assert ["here"] == columns(part)["todo"]
        assert "<html" not in text_of(part)
        assert "csrf" not in text_of(part)  # a token would make every answer another one


class TestList:
    def test_walks_through_all_tasks_without_gap_or_repeat(self, signed_in, user, task, monkeypatch) -> None:
        monkeypatch.setattr(views, "PAGE_SIZE", 2)
        other = make_user()
        for number in range(4):
            task(f"{number}", due_at=in_days(number) if number else None)
        task("given", owner=other, assignee_id=user.pk, due_at=in_days(1.5))
        for sort in ("newest", "due", "priority"):
            address, seen = f"/tasks?view=list&sort={sort}", []
            while address:
                response = signed_in.get(address)
                seen += listed(response)
                following = text_of(response).partition('rel="next"')[0].rpartition('href="')[2].partition('"')
                address = following[0].replace("&amp;", "&") if "after=" in following[0] else ""
            assert 5 == len(seen) == len(set(seen)), sort
        assert ["1", "given", "2", "3", "0"] == [
            title for page in (1, 2, 3) for title in self.page_by_due(signed_in, page)
        ]

    @staticmethod
    def page_by_due(client, number: int) -> list[str]:
        address = "/tasks?view=list&sort=due"
        for _ in range(number - 1):
            page = text_of(client.get(address))
            address = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
        return listed(client.get(address))

    def test_shows_the_states_that_are_asked_for(self, signed_in, user, task) -> None:
        task("todo")
        start_timer(task("doing").pk, user.pk)
        control.complete(task("done").pk)
        for state, titles in {
            "open": ["doing", "todo"],
            "todo": ["todo"],
            "doing": ["doing"],
            "done": ["done"],
            "all": ["done", "doing", "todo"],
        }.items():
            assert titles == listed(signed_in.get(f"/tasks?view=list&state={state}"))

    def test_begins_anew_after_a_task_that_is_gone_or_hidden(self, signed_in, task) -> None:
        task("here")
        hidden = task("hidden", owner=make_user())
        for after in ("x", str(hidden.pk)):
            assert ["here"] == listed(signed_in.get(f"/tasks?view=list&after={after}"))


class TestQueries:
    @pytest.mark.parametrize("view", ["board", "list", "calendar"])
    def test_are_as_many_for_many_tasks_as_for_few(self, signed_in, user, task, view) -> None:
        counts = []
        for _ in range(2):
            for number in range(6):
                made = task(f"{number}", tags=["a", "b"], assignee_id=user.pk, due_at=in_days(0.01))
                if number % 2:
                    control.complete(made.pk)
            signed_in.get(f"/tasks?view={view}")
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(f"/tasks?view={view}")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 21
        assert 12 == Job.objects.count()


@pytest.mark.django_db(transaction=True)
class TestMoveMeanwhile:
    """A task that is moved after some columns were read stands in one of them: not in two, nor in none."""

    def test_to_a_column_that_is_still_to_be_read_is_shown_once(self, signed_in, user) -> None:
        job = enqueue(user.pk, "manual", title="Proofread")
        with beside_the_first_read(lambda: start_timer(job.pk, user.pk)):
            assert ["Proofread"] == listed(signed_in.get("/tasks"))
        assert ["Proofread"] == columns(signed_in.get("/tasks"))["doing"]

    def test_to_a_column_that_was_read_is_shown_once(self, signed_in, user) -> None:
        job = enqueue(user.pk, "manual", title="Proofread")
        control.complete(job.pk)
        with beside_the_first_read(lambda: control.reopen(job.pk)):
            assert ["Proofread"] == listed(signed_in.get("/tasks"))
        assert ["Proofread"] == columns(signed_in.get("/tasks"))["todo"]


@contextmanager
def beside_the_first_read(act: Callable[[], object]) -> Iterator[None]:
    """`act` on another connection, once, when tasks have been read for the first time."""
    outcomes: list[object] = []

    def after_a_read(execute, sql, *rest):
        answer = execute(sql, *rest)
        if 'FROM "jobs_job"' in sql and not outcomes:
            outcomes.extend(race(0, [act]))
        return answer

    with connection.execute_wrapper(after_a_read):
        yield
    (outcome,) = outcomes
    assert not isinstance(outcome, Exception), outcome

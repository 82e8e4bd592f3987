"""The dashboard: what some days add up to, each part of it the answer to a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import OperationalError, connection

from jobs.queue import control
from jobs.queue.clock import now
from jobs.selectors.metrics.period import LONGEST_DAYS
from jobs.services.metrics import METRICS
from tests.support.history import called, past_job, ran, worked
from tests.support.queue import new_job
from tests.support.users import make_staff, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
MARCH = "from=2026-03-02&to=2026-03-15"
QUESTIONS = [
    "What came of the work?",
    "What is stuck now?",
    "Is the queue keeping up?",
    "Where did the money go?",
    "Am I getting faster?",
    "Which week went best?",
    "Where did the time go?",
    "Do estimates hold?",
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(user):
    """Two weeks with work of people and machines, estimates, categories, money and waste."""
    for day in (3, 4, 9):
        worked(
            past_job(
                user, f"03-0{day} 09:00", f"03-0{day} 10:00", kind="manual", category="writing", estimated_minutes=40
            ),
            30,
        )
    job = past_job(user, "03-05 09:00", "03-05 09:10", category="cards", estimated_minutes=10)
    ran(job, 10)
    called(job, 2_000_000_000)
    failed = past_job(user, "03-06 09:00", "03-06 09:20", "failed", category="cards", failures=2)
    called(failed, 1_000_000_000, model="small")
    called(failed, 7_000_000, simulated=True, provider="offline", model="offline")
    return user


def page(client, query: str = MARCH, status: int = 200) -> str:
    response = client.get(f"/dashboard?{query}")
    assert status == response.status_code
    return unescape(response.content.decode())


def questions(text: str) -> list[str]:
    return re.findall(r'<h2 id="panel-\w+">([^<]*)</h2>', text)


def panel(text: str, name: str) -> str:
    """The part of the page that is the panel `name`."""
    return text.split(f'data-panel="{name}"')[1].split("</section>", maxsplit=1)[0]


def console(person: Any, client: Any) -> Any:
    client.force_login(person, backend=BACKEND)
    return client


@contextmanager
def giving_up_on(table: str) -> Iterator[None]:
    """The database ends every statement that reads `table`, as one that has a time limit does."""

    def give_up(execute, sql, params, many, context):
        if table in sql:
            raise OperationalError("canceling statement due to statement timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(give_up):
        yield


class TestDashboard:
    def test_sends_strangers_to_sign_in(self, client) -> None:
        assert "/sign-in?next=/dashboard" == client.get("/dashboard").headers["Location"]
        assert 302 == client.get("/dashboard/files/summary.csv").status_code

    def test_asks_and_answers_every_question(self, signed_in, busy) -> None:
        text = page(signed_in)
        assert QUESTIONS == questions(text)
        assert "4 of 5 that ended were completed (80 %)." in panel(text, "outcome")
        assert "3 calls cost $3.00; $1.00 (33 %) was in vain." in panel(text, "costs")
        assert "of the time went to writing." in panel(text, "time")

    def test_marks_the_answers_in_the_charts(self, signed_in, busy) -> None:
        text = page(signed_in)
        said = {
            name: re.findall(r'class="said"[^>]*>([^<]*)<', panel(text, name)) for name in ("costs", "weeks", "pace")
        }
        assert {"costs": ["$2.00 on 5 Mar", "$0.0070 on 6 Mar"], "weeks": ["100 of 100"]} == {
            name: said[name] for name in ("costs", "weeks")
        }
        assert re.fullmatch(r"0\.\d a day at last", said["pace"][0])
        assert re.search(r'<li class="answer">.*<b>4</b> completed', panel(text, "outcome"))
        assert 'class="bar answer"><span class="bar-name">writing' in panel(text, "time")

    def test_has_every_chart_as_a_table_and_every_panel_as_a_file(self, signed_in, busy) -> None:
        text = page(signed_in)
        for name in ("outcome", "queue", "costs", "pace", "weeks", "time", "estimates"):
            part = panel(text, name)
            assert "<figure" in part, name
            assert '<th scope="row">' in part, name
            address = re.search(r'href="(/dashboard/files/[^"]*)"', part)
            assert address is not None, name
            assert 200 == signed_in.get(address[1]).status_code
        assert '<th scope="row">2026-03-05</th>' in panel(text, "pace")

    def test_is_nobody_elses(self, client, busy) -> None:
        assert "No work in this period" in page(console(make_user(), client))

    def test_escapes_what_people_wrote(self, signed_in, user) -> None:
        past_job(user, "03-03 09:00", "03-03 10:00", category="<script>alert(1)</script>", title="<img src=x>")
        control.hold(new_job(user.pk, title="<img src=x>").pk)
        raw = signed_in.get(f"/dashboard?{MARCH}").content.decode()
        assert ("<script>alert" in raw, "<img src" in raw) == (False, False)

    def test_asks_the_database_as_often_for_many_jobs_as_for_few(
        self, signed_in, busy, django_assert_max_num_queries
    ) -> None:
        for number in range(20):
            past_job(busy, "03-07 09:00", "03-07 10:00", category=f"category {number}")
            control.hold(new_job(busy.pk).pk)
        with django_assert_max_num_queries(65):
            page(signed_in)


class TestPeriod:
    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("", "28 days in the time of Asia/Tokyo"),
            ("days=7", "7 days in"),
            ("days=90", "90 days in"),
            (MARCH, "14 days in"),
            ("from=2026-03-03&to=2026-03-03", "1 day in"),
            ("days=7&to=2026-03-15", "7 days in"),
        ],
    )
    def test_is_as_the_address_says_in_the_persons_time(self, signed_in, user, query: str, words: str) -> None:
        user.time_zone = "Asia/Tokyo"
        user.save()
        assert words in page(signed_in, query)

    def test_of_the_address_is_chosen_and_filled_in(self, signed_in) -> None:
        text = page(signed_in, "days=7")
        assert ["7 days"] == re.findall(r'aria-current="true">([^<]*days)<', text)
        text = page(signed_in)
        assert [] == re.findall(r'aria-current="true">([^<]*days)<', text)
        assert ['"2026-03-02"', '"2026-03-15"'] == re.findall(r'type="date" name="\w+" value=("[^"]*")', text)

    @pytest.mark.parametrize(
        ("query", "field", "words"),
        [
            ("from=2026-13-01&to=2026-03-01", "from", "Write a day as 2026-03-31."),
            ("from=2026-03-02&to=2026-03-01", "to", "This is before from"),
            ("from=2024-01-01&to=2026-03-01", "from", f"At most {LONGEST_DAYS} days"),
            ("from=1200-01-01&to=1200-01-02", "from", "Send a day from 2000-01-01"),
        ],
    )
    def test_that_cannot_be_is_refused_by_name_and_kept(self, signed_in, query: str, field: str, words: str) -> None:
        text = page(signed_in, query, 422)
        assert words in text.split(f'id="id_{field}_error"')[1].split("</p>")[0]
        assert all(f'value="{pair.partition("=")[2]}"' in text for pair in query.split("&"))
        assert f'type="text" name="{field}"' in text
        assert [] == questions(text)

    def test_of_days_that_are_not_offered_is_refused(self, signed_in) -> None:
        assert "Days: Choose 7, 28 or 90 days." in page(signed_in, "days=3", 422)


class TestOwner:
    @pytest.fixture
    def theirs(self):
        person = make_user("ada@example.org", name="Ada")
        past_job(person, "03-03 09:00", "03-03 10:00")
        control.hold(new_job(person.pk, title="Ada's").pk)
        return person

    def test_is_the_visitor_and_nobody_else(self, signed_in, theirs) -> None:
        for word in ("all", theirs.email, str(theirs.pk), "nobody@example.org"):
            text = page(signed_in, f"{MARCH}&owner={word}", 422)
            assert "Owner: Only staff may ask for others' work" in text
            assert 422 == signed_in.get(f"/dashboard/files/summary.csv?{MARCH}&owner={word}").status_code
        assert 'name="owner"' not in page(signed_in)

    def test_may_be_the_visitor_by_name(self, signed_in, busy) -> None:
        for word in (busy.email.upper(), str(busy.pk)):
            assert "Am I getting faster?" in page(signed_in, f"{MARCH}&owner={word}")

    def test_may_be_everybody_or_anybody_for_staff(self, client, busy, theirs) -> None:
        staff = console(make_staff(), client)
        everybody = page(staff, f"{MARCH}&owner=all")
        assert ("Are we getting faster?" in everybody, "5 of 6 that ended" in everybody) == (True, True)
        assert 'href="/jobs?status=held&whose=all"' in everybody
        for word in ("ADA@example.org", str(theirs.pk)):
            ada = page(staff, f"{MARCH}&owner={word}")
            assert ("Is Ada getting faster?" in ada, "1 of 1 that ended" in ada) == (True, True)
            assert ("Ada's</a>" in ada, "/jobs?status" in ada) == (True, False)

    def test_that_nobody_is_is_refused_by_name(self, client) -> None:
        text = page(console(make_staff(), client), f"{MARCH}&owner=nobody@example.org", 422)
        assert "Nobody here has this address." in text
        assert 'value="nobody@example.org"' in text

    def test_is_kept_by_links_to_other_days_and_to_files(self, client, theirs) -> None:
        text = page(console(make_staff(), client), f"{MARCH}&owner=ada@example.org")
        links = re.findall(r'href="(/dashboard[^"]*\?[^"]*days=[^"]*)"', text)
        files = re.findall(r'href="(/dashboard/files/[^"]*)"', text)
        assert 3 == len([link for link in links if f"owner={theirs.pk}" in link])
        assert files
        assert all(f"{MARCH}&owner={theirs.pk}" in file for file in files)


class TestNothing:
    def test_says_what_will_be_here_and_what_to_do(self, signed_in) -> None:
        text = page(signed_in, "")
        assert ("No work in this period" in text, 'href="/cards/new">Create your first card' in text) == (True, True)
        assert [] == questions(text)

    def test_still_tells_what_is_stuck(self, signed_in, user) -> None:
        job = control.hold(new_job(user.pk, title="kept back").pk)
        text = page(signed_in)
        assert (["What is stuck now?"], True) == (questions(text), f'href="/jobs/{job.pk}">kept back</a>' in text)


class TestStuckPanel:
    def test_links_each_job_and_says_why_it_waits(self, signed_in, busy) -> None:
        held = control.hold(new_job(busy.pk, title="kept back").pk)
        new_job(busy.pk, kind="manual", title="late", due_at=now() - timedelta(days=3))
        part = panel(page(signed_in), "stuck")
        assert "Longest of all, late is overdue by 3 d." in part
        assert f'href="/jobs/{held.pk}">kept back</a>' in part
        assert "Held by a person until somebody resumes it." in part
        assert 'href="/jobs?status=held" aria-label="Held: 1, list them"' in part

    def test_leads_to_what_is_overdue(self, signed_in, busy) -> None:
        new_job(busy.pk, title="late", due_at=now() - timedelta(days=3))
        new_job(busy.pk, title="early", due_at=now() + timedelta(days=3))
        assert 'href="/jobs?due=overdue" aria-label="Overdue: 1, list them"' in panel(page(signed_in), "stuck")
        listed = signed_in.get("/jobs?due=overdue").content.decode()
        assert (True, False) == (">late<" in listed, ">early<" in listed)

    def test_says_so_when_nothing_is(self, signed_in, busy) -> None:
        assert "Nothing is stuck" in panel(page(signed_in), "stuck")


class TestGivenUp:
    def test_panel_says_so_and_leaves_the_others(self, signed_in, busy) -> None:
        with giving_up_on("jobs_ledgerentry"):
            text = page(signed_in)
        assert QUESTIONS == questions(text)
        assert "The database gave up on this one." in panel(text, "costs")
        assert "<figure" in panel(text, "weeks")


class TestFile:
    @pytest.mark.parametrize("metric", METRICS)
    def test_is_the_one_of_the_api(self, signed_in, busy, metric: str) -> None:
        answer = signed_in.get(f"/dashboard/files/{metric}.csv?{MARCH}")
        assert (200, "text/csv; charset=utf-8") == (answer.status_code, answer["Content-Type"])
        assert f'filename="{metric}-2026-03-02-2026-03-15.csv"' in answer["Content-Disposition"]
        assert len(answer.content.splitlines()) > 1

    def test_of_no_metric_is_missing(self, signed_in) -> None:
        assert 404 == signed_in.get(f"/dashboard/files/wealth.csv?{MARCH}").status_code

"""The page that lists jobs."""

import re
from datetime import datetime

import pytest
from django.utils import timezone

from jobs.pages.filters import Filters, page_of
from jobs.queue import control
from jobs.selectors.jobs import visible_jobs
from jobs.testing import enqueue, scripted
from tests.support.users import make_user


@pytest.fixture(autouse=True)
def _kind():
    with scripted():
        yield


def listed(response) -> list[str]:
    return re.findall(r'class="row-link" href="[^"]*">([^<]*)<', response.content.decode())


class TestJobList:
    def test_sends_strangers_to_sign_in(self, client, db) -> None:
        assert "/sign-in?next=/jobs" == client.get("/jobs").headers["Location"]

    def test_invites_to_start_the_first_job(self, signed_in) -> None:
        page = signed_in.get("/jobs").content.decode()
        assert "No jobs yet" in page
        assert 'href="/cards/new"' in page

    def test_shows_my_jobs_newest_first_and_nobody_elses(self, signed_in, user) -> None:
        enqueue(make_user().pk, title="not mine")
        enqueue(user.pk, title="first")
        enqueue(user.pk, title="second")
        assert ["second", "first"] == listed(signed_in.get("/jobs"))

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("q=KNIGHT", ["a knight"]),
            ("status=cancelled", ["stopped"]),
            ("kind=scripted", ["stopped", "a knight"]),
            ("kind=character_card", []),
            ("status=nonsense", []),
            ("q=knight&status=cancelled", []),
        ],
    )
    def test_filters_by_the_address(self, signed_in, user, query, titles) -> None:
        enqueue(user.pk, title="a knight")
        control.cancel(enqueue(user.pk, title="stopped").pk)
        response = signed_in.get(f"/jobs?{query}")
        assert titles == listed(response)
        assert ("No job matches" in response.content.decode()) is (not titles)

    def test_ignores_a_broken_cursor(self, signed_in, user) -> None:
        enqueue(user.pk, title="here")
        assert ["here"] == listed(signed_in.get("/jobs?before=x&after=%F0%9F%98%80"))

    def test_escapes_titles(self, signed_in, user) -> None:
        enqueue(user.pk, title="<script>alert(1)</script>")
        assert "<script>alert" not in signed_in.get("/jobs").content.decode()

    def test_lets_staff_see_everybodys_with_owners(self, client, staff, user) -> None:
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        enqueue(user.pk, title="theirs")
        assert [] == listed(client.get("/jobs"))
        page = client.get("/jobs?whose=all")
        assert ["theirs"] == listed(page)
        assert user.email in page.content.decode()

    def test_keeps_everybodys_from_others(self, signed_in) -> None:
        enqueue(make_user().pk, title="theirs")
        assert [] == listed(signed_in.get("/jobs?whose=all"))

    def test_gives_the_table_alone_to_a_script(self, signed_in, user) -> None:
        enqueue(user.pk, title="here")
        part = signed_in.get("/jobs", headers={"HX-Request": "true"})
        assert ["here"] == listed(part)
        assert "<html" not in part.content.decode()

    def test_asks_as_many_queries_for_many_jobs_as_for_few(
        self, signed_in, user, django_assert_max_num_queries
    ) -> None:
        for number in range(12):
            enqueue(user.pk, title=f"job {number}")
        with django_assert_max_num_queries(8):
            assert 12 == len(listed(signed_in.get("/jobs")))


class TestCurrentJobs:
    def asked(self, client, query: str) -> list[str]:
        return [job["title"] for job in client.get(f"/jobs/current?{query}").json()["jobs"]]

    @pytest.fixture
    def staff_client(self, client, staff):
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_are_the_rows_in_view_and_those_that_came_since(self, staff_client, user) -> None:
        enqueue(user.pk, title="older")
        old = enqueue(user.pk, title="shown")
        control.cancel(old.pk)
        enqueue(user.pk, title="newer")
        shown = f"whose=all&shown={old.pk},x"
        assert ["newer", "shown"] == self.asked(staff_client, shown)
        assert ["shown"] == self.asked(staff_client, f"{shown}&kind=character_card")
        assert ["newer", "shown"] == self.asked(staff_client, f"{shown}&status=pending")
        assert ["newer", "shown", "older"] == self.asked(staff_client, "whose=all")

    def test_say_when_they_were_looked_up(self, staff_client) -> None:
        before = timezone.now()
        at = staff_client.get("/jobs/current?whose=all").json()["at"]
        assert before <= datetime.fromisoformat(at) <= timezone.now()
        page = staff_client.get("/jobs?whose=all").content.decode()
        assert all(words in page for words in ('id="as-of"', "As of", "everybody.js"))

    def test_are_the_callers_own_for_others(self, signed_in, user) -> None:
        theirs = enqueue(make_user().pk, title="theirs")
        enqueue(user.pk, title="mine")
        assert ["mine"] == self.asked(signed_in, f"whose=all&shown={theirs.pk}")
        assert "as-of" not in signed_in.get("/jobs?whose=all").content.decode()

    def test_are_kept_from_strangers(self, client, db) -> None:
        assert 302 == client.get("/jobs/current?whose=all").status_code


class TestPageOf:
    def test_walks_to_the_end_and_back_without_gap_or_repeat(self, user) -> None:
        for number in range(7):
            enqueue(user.pk, title=str(number))
        jobs = visible_jobs(user)
        first = page_of(jobs, before=None, after=None, size=3)
        second = page_of(jobs, before=first.older, after=None, size=3)
        third = page_of(jobs, before=second.older, after=None, size=3)
        back = page_of(jobs, before=None, after=third.newer, size=3)
        assert [["6", "5", "4"], ["3", "2", "1"], ["0"], ["3", "2", "1"]] == [
            [job.title for job in page.jobs] for page in (first, second, third, back)
        ]
        assert (None, None) == (first.newer, third.older)
        assert None not in (back.newer, back.older)


class TestFilters:
    def test_keep_what_was_asked_in_the_address(self) -> None:
        filters = Filters.of({"q": " a&b ", "status": "failed", "page": "3"})
        assert "/jobs?q=a%26b&status=failed&before=x" == filters.address(before="x")
        assert "/jobs" == Filters().address()

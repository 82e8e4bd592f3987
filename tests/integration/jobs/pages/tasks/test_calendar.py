"""The month of due dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from jobs.queue import control
from tests.integration.jobs.pages.tasks.conftest import text_of
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def days(page: str) -> dict[str, list[str]]:
    """Titles by the number of the day; days of the months beside it are left out."""
    found = {}
    for cell in re.split(r'<li class="day', page)[1:]:
        if cell.startswith("-") or not re.match(r'[^">]*"', cell):
            continue
        classes = cell.partition('"')[0]
        number = re.search(r'class="day-number">(\d+)<', cell)
        if number and "day-other" not in classes:
            found[number[1]] = re.findall(r'class="day-title">([^<]*)<', cell)
    return found


class TestCalendar:
    def test_puts_a_task_on_the_persons_own_day(self, signed_in, user, task) -> None:
        user.time_zone = "Pacific/Auckland"
        user.save()
        task("late on the 9th in London", due_at=datetime(2030, 3, 9, 22, 0, tzinfo=UTC))
        page = text_of(signed_in.get("/tasks?view=calendar&month=2030-03"))
        shown = days(page)
        assert 31 == len(shown)
        assert ["late on the 9th in London"] == shown["10"]
        assert "11:00" in page
        assert [] == shown["9"]

    def test_has_months_before_and_after_and_the_way_to_today(self, signed_in) -> None:
        page = text_of(signed_in.get("/tasks?view=calendar&month=2030-01&priority=high"))
        assert "January 2030" in page
        for month in ("2029-12", "2030-02"):
            assert f"/tasks?view=calendar&amp;priority=high&amp;month={month}" in page
        assert 'href="/tasks?view=calendar&amp;priority=high">Today' in page

    def test_marks_today(self, signed_in) -> None:
        assert 1 == text_of(signed_in.get("/tasks?view=calendar")).count('aria-current="date"')

    def test_shows_the_first_of_a_full_day_and_links_to_all_of_it(self, signed_in, user, task) -> None:
        for hour in range(6):
            task(f"at {hour}", due_at=datetime(2030, 3, 9, hour, tzinfo=UTC))
        task("given", owner=make_user(), assignee_id=user.pk, due_at=datetime(2030, 3, 9, 0, 30, tzinfo=UTC))
        page = text_of(signed_in.get("/tasks?view=calendar&month=2030-03"))
        assert ["at 0", "given", "at 1", "at 2"] == days(page)["9"]
        address = "/tasks?view=list&due=2030-03-09&sort=due&state=all"
        assert f'href="{address.replace("&", "&amp;")}">3 more' in page
        assert "7 tasks due" in page
        assert 7 == text_of(signed_in.get(address)).count('class="task-title"')

    def test_shows_what_is_done_as_done(self, signed_in, task) -> None:
        control.complete(task("done", due_at=datetime(2030, 3, 9, tzinfo=UTC)).pk)
        assert 'data-final="yes"' in text_of(signed_in.get("/tasks?view=calendar&month=2030-03"))

    @pytest.mark.parametrize("month", ["2000-01", "2199-12"])
    def test_ends_where_its_years_end(self, signed_in, month) -> None:
        assert 200 == signed_in.get(f"/tasks?view=calendar&month={month}").status_code

"""What the address of the tasks asks for."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jobs.pages.tasks.asked import Asked, BadAddress

NOW = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
AUCKLAND = ZoneInfo("Pacific/Auckland")


class TestAsked:
    @pytest.mark.parametrize(
        ("name", "given", "said"),
        [
            ("view", "table", "choose board, list, calendar"),
            ("whose", "theirs", "choose mine, assigned"),
            ("priority", "hgih", "choose low, medium, high, urgent"),
            ("sort", "-id", "choose newest, due, priority, finished"),
            ("state", "pending", "choose open, todo, doing, done, all"),
            ("due", "soon", "choose overdue, today, week, none or a day such as 2030-01-31"),
            ("due", "2026-02-30", "or a day"),
            ("due", "20260210", "or a day"),
            ("due", "9999-12-31", "or a day"),
            ("month", "2026-13", "write one such as 2030-01"),
            ("month", "0001-01", "write one such as 2030-01"),
            ("category", "x" * 65, "at most 64 characters"),
            ("tag", "x" * 65, "at most 64 characters"),
        ],
    )
    def test_is_refused_by_the_name_of_what_is_wrong(self, name, given, said) -> None:
        with pytest.raises(BadAddress) as refused:
            Asked.of({name: given}).checked()
        assert {name} == refused.value.errors.keys()
        assert said in refused.value.errors[name]

    def test_is_refused_for_all_that_is_wrong_at_once(self) -> None:
        with pytest.raises(BadAddress) as refused:
            Asked.of({"view": "x", "due": "y"}).checked()
        assert {"view", "due"} == refused.value.errors.keys()

    def test_ignores_what_it_does_not_know(self) -> None:
        assert Asked() == Asked.of({"utm_source": "mail", "view": " "}).checked()

    def test_shares_its_filters_between_the_views(self) -> None:
        asked = Asked.of({"priority": "high", "tag": "a&b", "after": "x"})
        assert "/tasks?view=list&tag=a%26b&priority=high" == asked.address(view="list")
        assert "/tasks" == Asked().address()
        assert "/tasks?view=list" == Asked(view="list", tag="x", due="today").cleared

    def test_means_days_of_the_persons_zone(self) -> None:
        filters = Asked(due="today").filters(AUCKLAND, NOW)
        assert datetime(2026, 3, 10, 11, tzinfo=UTC) == filters.due_from
        assert datetime(2026, 3, 11, 11, tzinfo=UTC) == filters.due_to

    def test_takes_for_overdue_what_is_late_and_open(self) -> None:
        filters = Asked(due="overdue").filters(AUCKLAND, NOW)
        assert (None, NOW, True) == (filters.due_from, filters.due_to, filters.is_open)

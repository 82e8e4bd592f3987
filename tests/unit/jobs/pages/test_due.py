"""When something is due, in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.pages.tasks.due import due_of

NOW = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
AUCKLAND = ZoneInfo("Pacific/Auckland")  # 13 hours ahead: it is half past eleven on the 11th


def words(at: datetime, zone: ZoneInfo | None = None, *, is_final: bool = False) -> tuple[str, str]:
    due = due_of(at, NOW, zone or ZoneInfo("UTC"), is_final=is_final)
    assert due is not None
    return due.words, due.tone


class TestDueOf:
    @pytest.mark.parametrize(
        ("late", "said"),
        [
            (timedelta(seconds=1), "overdue by less than a minute"),
            (timedelta(minutes=1), "overdue by 1 minute"),
            (timedelta(hours=3, minutes=59), "overdue by 3 hours"),
            (timedelta(days=2), "overdue by 2 days"),
        ],
    )
    def test_says_by_how_much_it_is_late(self, late, said) -> None:
        assert (said, "overdue") == words(NOW - late)

    @pytest.mark.parametrize(
        ("at", "said", "tone"),
        [
            (datetime(2026, 3, 10, 23, 0, tzinfo=UTC), "due today, 23:00", "today"),
            (datetime(2026, 3, 10, 23, 59, tzinfo=UTC), "due today", "today"),
            (datetime(2026, 3, 11, 8, 5, tzinfo=UTC), "due tomorrow, 08:05", ""),
            (datetime(2026, 3, 14, 23, 59, tzinfo=UTC), "due 14 Mar", ""),
            (datetime(2028, 3, 14, 9, 0, tzinfo=UTC), "due 14 Mar 2028, 09:00", ""),
        ],
    )
    def test_names_the_day_and_a_time_that_was_chosen(self, at, said, tone) -> None:
        assert (said, tone) == words(at)

    def test_means_the_persons_own_day(self) -> None:
        at = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
        assert ("due tomorrow, 01:00", "") == words(at)
        assert ("due today, 14:00", "today") == words(at, AUCKLAND)

    def test_calls_nothing_late_that_has_ended(self) -> None:
        assert ("was due 8 Mar", "") == words(NOW - timedelta(days=2), is_final=True)

    def test_is_nothing_without_a_time(self) -> None:
        assert due_of(None, NOW, AUCKLAND, is_final=False) is None

"""Cron lines in time zones, over the hours that daylight saving takes and gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.errors import InvalidSubmission
from jobs.queue.cron import Cron

PARIS = "Europe/Paris"  # 2026: from 02:00 to 03:00 on 29 March, from 03:00 back to 02:00 on 25 October


def told(moment: datetime) -> str:
    return moment.strftime("%m-%d %H:%M")


def firings(line: str, zone: str, after: str, count: int) -> list[str]:
    """In UTC, without the year; `after` is in UTC too."""
    start = datetime.fromisoformat(after).replace(tzinfo=UTC)
    return [told(moment) for moment in Cron(line, zone).firings(start, count)]


class TestCron:
    def test_reads_a_line_in_its_zone(self):
        assert ["01-05 05:30", "01-06 05:30"] == firings("30 6 * * 1-5", PARIS, "2026-01-03", 2)

    def test_is_later_than_the_moment_it_is_asked_for(self):
        assert ["01-01 07:00"] == firings("0 * * * *", "UTC", "2026-01-01T06:00", 1)
        assert ["01-01 06:00"] == firings("0 * * * *", "UTC", "2026-01-01T05:59:59.999999", 1)

    @pytest.mark.parametrize(
        ("nickname", "expected"),
        [
            ("@hourly", "03-05 11:00"),
            ("@daily", "03-06 00:00"),
            ("@midnight", "03-06 00:00"),
            ("@weekly", "03-08 00:00"),
            ("@monthly", "04-01 00:00"),
            ("@YEARLY", "01-01 00:00"),
            ("@annually", "01-01 00:00"),
        ],
    )
    def test_knows_nicknames(self, nickname, expected):
        assert [expected] == firings(nickname, "UTC", "2026-03-05T10:15", 1)

    def test_knows_names_steps_and_the_last_day(self):
        assert ["02-28 12:00", "03-31 12:00"] == firings("0 12 L * *", "UTC", "2026-02-10", 2)
        assert ["01-05 00:00", "01-05 00:20"] == firings("*/20 0 * JAN MON", "UTC", "2026-01-01", 2)


class TestDaylightSaving:
    def test_fires_once_for_a_skipped_hour_right_after_it(self):
        assert ["03-28 01:30", "03-29 01:00", "03-30 00:30"] == firings("30 2 * * *", PARIS, "2026-03-28", 3)
        assert ["03-29 01:00", "03-30 00:15", "03-30 00:45"] == firings("15,45 2 * * *", PARIS, "2026-03-29", 3)

    def test_fires_once_in_a_repeated_hour(self):
        assert ["10-24 00:30", "10-25 00:30", "10-26 01:30"] == firings("30 2 * * *", PARIS, "2026-10-24", 3)

    @pytest.mark.parametrize("after", ["2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:10", "2026-10-25T01:30"])
    def test_does_not_go_back_from_within_the_repetition(self, after):
        assert ["10-26 01:30"] == firings("30 2 * * *", PARIS, after, 1)

    def test_follows_real_time_where_the_hour_has_a_star(self):
        assert ["03-29 00:30", "03-29 01:00", "03-29 01:30"] == firings("*/30 * * * *", PARIS, "2026-03-29T00:00", 3)
        assert ["10-25 00:00", "10-25 01:00", "10-25 02:00"] == firings("0 * * * *", PARIS, "2026-10-24T23:30", 3)

    def test_fires_where_midnight_is_skipped(self):
        assert ["03-08 05:00", "03-09 04:00"] == firings("0 0 * * *", "America/Havana", "2026-03-07T06:00", 2)


class TestRefusal:
    @pytest.mark.parametrize(
        "line",
        ["", "* * * *", "* * * * * *", "61 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a b c d e",
         "*/0 * * * *", "5-1 * * * *", "@reboot", "@every 5m", "0 0 30 2 *", "0 0 31 4,6 *", "²L * * * *"],
    )  # fmt: skip
    def test_of_a_line_names_the_field_and_the_fix(self, line):
        with pytest.raises(InvalidSubmission) as refused:
            Cron(line, "UTC")
        assert ["cron"] == list(refused.value.errors)
        assert "30 6 * * 1-5" in str(refused.value)

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("50-10 * * * *", "Its minute, 50-10, is wrong: it takes * or 0 to 59,"),
            ("0 18-6 * * *", "Its hour, 18-6, is wrong: it takes * or 0 to 23,"),
            ("0 0 30-2 * *", "Its day of month, 30-2, is wrong: it takes * or 1 to 31,"),
            ("0 0 * nov-FEB *", "Its month, nov-FEB, is wrong: it takes * or 1 to 12 or JAN to DEC,"),
            ("0 0 * * fri-mon", "Its day of week, fri-mon, is wrong: it takes * or 0 to 7 or SUN to SAT,"),
            ("0 0 30 2 *", "Its day of month, 30, never comes in the months that it names."),
        ],
    )
    def test_of_a_part_says_which_and_what_it_takes(self, line, said):
        with pytest.raises(InvalidSubmission) as refused:
            Cron(line, "UTC")
        assert said in refused.value.errors["cron"]

    @pytest.mark.parametrize(
        "zone", ["", "Mars/Olympus", "../../etc/passwd", "europe/paris", "America", "\x00", "+01:00"]
    )
    def test_of_a_zone_names_the_field_and_the_fix(self, zone):
        with pytest.raises(InvalidSubmission, match="Europe/Paris") as refused:
            Cron("@daily", zone)
        assert ["time_zone"] == list(refused.value.errors)

    def test_leaves_a_line_that_never_comes_without_firings(self):
        assert Cron("* * */20 * 1L", "UTC").next_after(datetime(2026, 1, 1, tzinfo=UTC)) is None


START = datetime(2020, 1, 1, tzinfo=UTC)
FIELD = st.text("0123456789*,-/LW#MONJAn@ ", max_size=8)


class TestAnyLine:
    @settings(deadline=timedelta(seconds=2), max_examples=300)
    @given(
        line=st.one_of(st.text(max_size=100), st.lists(FIELD, min_size=5, max_size=5).map(" ".join)),
        after=st.timedeltas(timedelta(), timedelta(days=25_000)).map(lambda later: START + later),
    )
    def test_is_refused_or_fires_later_and_later(self, line, after):
        try:
            found = Cron(line, "America/New_York").firings(after, 3)
        except InvalidSubmission:
            return
        assert sorted(set(found)) == found
        assert all(moment > after for moment in found)

"""Days as they begin and end in somebody's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import uuid_utils.compat as uuid

from jobs.models.ids import id_of_time, ids_between
from jobs.selectors.metrics.period import Period


class TestPeriod:
    @pytest.mark.parametrize(
        ("zone", "starts", "ends"),
        [
            ("UTC", "2026-03-28T00:00", "2026-03-30T00:00"),
            # The clocks of Paris go forward on the 29th: the second day has 23 hours.
            ("Europe/Paris", "2026-03-27T23:00", "2026-03-29T22:00"),
            ("Pacific/Auckland", "2026-03-27T11:00", "2026-03-29T11:00"),
        ],
    )
    def test_begins_and_ends_at_midnights_of_the_zone(self, zone, starts, ends):
        period = Period(date(2026, 3, 28), date(2026, 3, 29), ZoneInfo(zone))
        told = [moment.strftime("%Y-%m-%dT%H:%M") for moment in (period.starts_at, period.ends_at)]
        assert [starts, ends] == told
        assert (2, [date(2026, 3, 28), date(2026, 3, 29)]) == (period.days, list(period))

    def test_holds_the_ids_that_were_made_in_it(self):
        today = datetime.now(UTC).date()
        period = Period(today, today, ZoneInfo("UTC"))
        first, last = ids_between(period.starts_at, period.ends_at)
        made = id_of_time(datetime.now(UTC))
        assert first < uuid.uuid7() < last
        assert (True, 7, uuid.uuid7().variant) == (first < made < last, made.version, made.variant)

"""The day that a moment is in, as each database tells it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models.functions import TruncDate

from jobs.models import WorkRollUp
from jobs.models.roll_up import EVERYBODY
from jobs.selectors.metrics.local_day import LocalDay
from jobs.selectors.metrics.period import Period

ZONES = ["Asia/Kathmandu", "America/St_Johns", "Europe/Paris", "Australia/Lord_Howe", "UTC"]
QUARTER = timedelta(minutes=15)


@pytest.mark.django_db
class TestLocalDay:
    @pytest.mark.parametrize(
        "zone", ["Asia/Kathmandu", "America/St_Johns", "Europe/Paris", "Australia/Lord_Howe", "UTC"]
    )
    @pytest.mark.parametrize("first", [date(2026, 3, 1), date(2026, 10, 1)])
    def test_is_that_of_the_zone_also_where_clocks_are_changed(self, zone: str, first: date) -> None:
        period = Period(first, first + timedelta(days=44), ZoneInfo(zone))
        quarters = (period.ends_at - period.starts_at) // QUARTER
        WorkRollUp.objects.bulk_create(
            WorkRollUp(whose=EVERYBODY, at=period.starts_at + QUARTER * number) for number in range(quarters)
        )
        rows = WorkRollUp.objects.values_list(LocalDay("at", period), TruncDate("at", tzinfo=period.zone))
        assert quarters == len(rows)
        assert [] == [(ours, theirs) for ours, theirs in rows if ours != theirs]

    @pytest.mark.sqlite
    def test_is_told_without_asking_python_row_by_row(self) -> None:
        period = Period(date(2026, 3, 1), date(2026, 3, 31), ZoneInfo("Europe/Paris"))
        assert "django_" not in str(WorkRollUp.objects.values_list(LocalDay("at", period)).query)

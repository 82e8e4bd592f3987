"""GET /api/v1/metrics/...: whose work, over which days, as JSON and as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

import pytest

from jobs.models.roll_up import EVERYBODY, NOBODY
from jobs.services.metrics import METRICS
from tests.support.api import api, api_of, fields
from tests.support.history import past_job
from tests.support.users import make_staff, make_user

pytestmark = pytest.mark.django_db

MARCH = "from=2026-03-01&to=2026-03-31"


def address(metric: str, query: str = MARCH) -> str:
    return f"/api/v1/metrics/{metric}?{query}"


class TestMetrics:
    @pytest.mark.parametrize("metric", METRICS)
    def test_name_their_period_and_owner(self, client, user, metric: str) -> None:
        past_job(user, "03-03 09:00", "03-03 10:00")
        answer = client.get(address(metric, f"{MARCH}&timezone=Europe/Paris"))
        assert 200 == answer.status_code, answer.content
        period = {"from": "2026-03-01", "to": "2026-03-31", "timezone": "Europe/Paris", "days": 31}
        assert (period, str(user.pk)) == (answer.json()["period"], answer.json()["owner"])
        assert answer.json()["meaning"]

    @pytest.mark.parametrize("metric", METRICS)
    def test_are_for_those_who_signed_in(self, metric: str) -> None:
        assert 401 == api().get(address(metric)).status_code

    def test_are_of_four_weeks_up_to_today_in_the_owners_time(self, user) -> None:
        user.time_zone = "Asia/Tokyo"
        user.save()
        period = api_of(user).get(address("summary", "")).json()["period"]
        assert (28, "Asia/Tokyo") == (period["days"], period["timezone"])

    def test_stand_on_one_day(self, client) -> None:
        assert 1 == client.get(address("weekly", "from=2026-03-03&to=2026-03-03")).json()["period"]["days"]


class TestPeriod:
    @pytest.mark.parametrize(
        ("query", "wrong"),
        [
            ("from=2026-03-02&to=2026-03-01", {"to"}),
            ("from=2024-01-01&to=2026-03-01", {"from"}),
            ("from=2026-13-01", {"from"}),
            ("from=2026-03-01T00:00:00Z", {"from"}),
            ("from=0001-01-01&to=0001-01-02", {"from", "to"}),
            ("from=9999-12-30&to=9999-12-31", {"from", "to"}),
            ("timezone=Mars/Olympus", {"timezone"}),
            ("timezone=", {"timezone"}),
            ("format=xml", {"format"}),
            ("owner=me", {"owner"}),
            ("days=3", {"days"}),
            ("to=2026-03-01&to=2026-03-02", {"to"}),
        ],
    )
    def test_that_cannot_be_is_refused_by_name(self, client, query: str, wrong: set[str]) -> None:
        answer = client.get(address("summary", query))
        assert (422, wrong) == (answer.status_code, fields(answer))

    def test_may_have_366_days_and_no_more(self, client) -> None:
        assert 200 == client.get(address("productivity-trends", "from=2024-01-01&to=2024-12-31")).status_code
        assert 422 == client.get(address("productivity-trends", "from=2024-01-01&to=2025-01-01")).status_code


class TestOwner:
    @pytest.fixture
    def theirs(self):
        person = make_user()
        past_job(person, "03-03 09:00", "03-03 10:00")
        return person

    def test_is_the_caller_and_nobody_else(self, client, user, theirs) -> None:
        assert 0 == client.get(address("summary")).json()["ended"]
        for owner in (theirs.pk, "all"):
            assert {"owner"} == fields(client.get(address("summary", f"{MARCH}&owner={owner}")))
        assert 200 == client.get(address("summary", f"{MARCH}&owner={user.pk}")).status_code

    def test_may_be_anybody_or_everybody_for_staff(self, user, theirs) -> None:
        past_job(user, "03-03 09:00", "03-03 10:00")
        console = api_of(make_staff())
        told = [
            console.get(address("summary", f"{MARCH}&owner={owner}")).json()["ended"] for owner in (theirs.pk, "all")
        ]
        assert [1, 2] == told
        assert 0 == console.get(address("summary")).json()["ended"]

    @pytest.mark.parametrize("owner", [UUID(int=7), EVERYBODY, NOBODY])
    def test_that_nobody_is_is_refused_by_name(self, theirs, owner) -> None:
        answer = api_of(make_staff()).get(address("summary", f"{MARCH}&owner={owner}"))
        assert (422, {"owner"}) == (answer.status_code, fields(answer))


class TestCsv:
    @pytest.mark.parametrize("metric", METRICS)
    def test_is_a_file_with_a_line_of_names(self, client, user, metric: str) -> None:
        past_job(user, "03-03 09:00", "03-03 10:00")
        answer = client.get(address(metric, f"{MARCH}&format=csv"))
        assert (200, "text/csv; charset=utf-8") == (answer.status_code, answer["Content-Type"])
        assert f'filename="{metric}-2026-03-01-2026-03-31.csv"' in answer["Content-Disposition"]
        rows = list(csv.reader(StringIO(answer.content.decode())))
        assert {len(rows[0])} == {len(row) for row in rows} if rows else metric == "costs"

    def test_has_no_formula(self, client, user) -> None:
        past_job(user, "03-03 09:00", "03-03 10:00", category='=HYPERLINK("http://x")')
        text = client.get(address("categories", f"{MARCH}&format=csv")).content.decode()
        assert "'=HYPERLINK" in text.splitlines()[1]

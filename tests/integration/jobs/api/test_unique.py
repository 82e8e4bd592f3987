"""`unique` in POST /api/v1/jobs."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.models import Job
from tests.support.api import api_of, fields
from tests.support.users import make_user

JOBS = "/api/v1/jobs"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]


def submit(client: Any, value: int = 1, **unique: Any) -> Any:
    asked = {"kind": "scripted", "payload": {"value": value}, "unique": {"key": "report"} | unique}
    return client.post(JOBS, asked)


class TestUnique:
    def test_is_a_409_that_names_the_holder_and_the_fix(self, client):
        holder = submit(client).json()["job_id"]
        answer = submit(client)
        (error,) = answer.json()["errors"]
        assert (409, "unique.key", holder) == (answer.status_code, error["field"], error["job_id"])
        assert answer.json()["type"].endswith(":unique-conflict")
        assert "cancel it" in error["fix"]
        assert 1 == Job.objects.count()

    def test_is_another_persons_own(self, client):
        assert 202 == submit(client).status_code
        assert 202 == submit(api_of(make_user())).status_code

    @pytest.mark.parametrize(("rule", "value"), [("keep", 1), ("replace", 2)])
    def test_answers_with_the_holder_where_asked_to(self, client, rule: str, value: int):
        holder = submit(client).json()["job_id"]
        answer = submit(client, 2, on_conflict=rule)
        assert (202, holder, "true") == (answer.status_code, answer.json()["job_id"], answer["Unique-Kept"])
        assert {"value": value} == Job.objects.get().payload

    @pytest.mark.parametrize(
        ("unique", "field"),
        [
            ({"key": ""}, "unique.key"),
            ({"key": "x" * 101}, "unique.key"),
            ({"key": None}, "unique.key"),
            ({"states": []}, "unique.states"),
            ({"states": ["finished"]}, "unique.states.0"),
            ({"period_seconds": 0}, "unique.period_seconds"),
            ({"period_seconds": 1e12}, "unique.period_seconds"),
            ({"period_seconds": "soon"}, "unique.period_seconds"),
            ({"on_conflict": "fight"}, "unique.on_conflict"),
            ({"colour": "red"}, "unique.colour"),
        ],
    )
    def test_is_refused_by_the_name_of_the_field(self, client, unique: dict[str, Any], field: str):
        answer = submit(client, **unique)
        assert (422, {field}) == (answer.status_code, fields(answer))
        assert not Job.objects.exists()

    def test_does_not_replace_where_it_would_wait_for_others(self, client):
        first = submit(client).json()["job_id"]
        asked = {"kind": "scripted", "depends_on": [first], "unique": {"key": "r", "on_conflict": "replace"}}
        assert {"unique.on_conflict"} == fields(client.post(JOBS, asked))

    def test_takes_states_and_a_period(self, client):
        assert 202 == submit(client, states=["pending"], period_seconds=60).status_code
        assert 409 == submit(client, states=["pending"], period_seconds=60).status_code
        assert 202 == submit(client, states=["processing"]).status_code

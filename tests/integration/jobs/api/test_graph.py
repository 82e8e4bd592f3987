"""Dependencies, children and chunks as API clients see them."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid

from jobs.handlers import EVERY_OUTCOME, Child, Complete, FanOut, Span
from jobs.models import Job
from jobs.testing import ScriptedPayload, drain, enqueue, scripted
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "one two three"


async def in_parts(ctx, payload):
    """Work `TEXT` in three chunks, of which "two" fails."""
    if payload.value is None:
        spans = [(0, 3), (4, 7), (8, 13)]
        children = [
            Child("scripted", ScriptedPayload(value=TEXT[start:end]), span=Span(index, start, end), max_attempts=1)
            for index, (start, end) in enumerate(spans)
        ]
        return FanOut(children, EVERY_OUTCOME)
    if payload.value == "two":
        raise RuntimeError("two is one too many")
    return Complete(payload.value.upper())


class TestDependsOn:
    def test_is_told_and_unblocks(self, client, user) -> None:
        with scripted():
            first = enqueue(user.pk)
            asked = client.post("/api/v1/jobs", {"kind": "scripted", "depends_on": [str(first.pk)]})
            assert ("blocked", 202) == (asked.json()["status"], asked.status_code)
            address = f"/api/v1/jobs/{asked.json()['job_id']}"
            assert [str(first.pk)] == client.get(address).json()["depends_on"]
            assert str(first.pk) in [
                row for job in client.get("/api/v1/jobs").json()["results"] for row in job["depends_on"]
            ]
            drain()
            assert "completed" == client.get(address).json()["status"]

    def test_refuses_strangers_and_wrong_words_by_field(self, client) -> None:
        with scripted():
            strange = enqueue(make_user().pk)
            for wanted, field in (
                ({"depends_on": [str(strange.pk)]}, "depends_on"),
                ({"depends_on": [str(uuid.uuid7())]}, "depends_on"),
                ({"depends_on": ["x"]}, "depends_on"),
                ({"depends_on": [], "on_dependency_failure": "explode"}, "on_dependency_failure"),
            ):
                refused = client.post("/api/v1/jobs", {"kind": "scripted"} | wanted)
                assert 422 == refused.status_code, refused.content
                assert field in str(refused.json()["errors"])
            assert 1 == Job.objects.count()


class TestChunks:
    def test_are_told_in_order_with_the_gap_between(self, client, user) -> None:
        with scripted(in_parts):
            job = enqueue(user.pk)
            drain()
            told = client.get(f"/api/v1/jobs/{job.pk}/chunks").json()
            whole = client.get(f"/api/v1/jobs/{job.pk}").json()
        assert [(0, "ONE"), (1, None), (2, "THREE")] == [(row["index"], row["result"]) for row in told["results"]]
        assert ["completed", "failed", "completed"] == [row["status"] for row in told["results"]]
        assert "two is one too many" == told["results"][1]["error"]["message"]
        assert ("partial_success", {"total": 3, "open": 0, "failed": 1}) == (whole["status"], whole["children"])

    def test_of_a_stranger_are_not_there(self, client) -> None:
        with scripted():
            job = enqueue(make_user().pk)
            assert 404 == client.get(f"/api/v1/jobs/{job.pk}/chunks").status_code

    def test_are_none_for_a_job_without_children(self, client, user) -> None:
        with scripted():
            job = enqueue(user.pk)
            assert {"count": 0, "next": None, "previous": None, "results": []} == client.get(
                f"/api/v1/jobs/{job.pk}/chunks"
            ).json()
            assert client.get(f"/api/v1/jobs/{job.pk}").json()["children"] is None

"""POST /api/v1/jobs/{id}/duplicate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobs.models import Job
from jobs.queue.clock import now
from jobs.services import cancel_job
from jobs.testing import enqueue
from tests.support.api import fields

JOBS = "/api/v1/jobs"
COPIED = ("kind", "title", "description", "priority", "category", "payload", "max_attempts", "max_cost_nano",
          "estimated_minutes", "owner_id")  # fmt: skip

pytestmark = pytest.mark.usefixtures("kind")


def duplicate(client, job: Job, **headers: str):
    return client.post(f"{JOBS}/{job.pk}/duplicate", headers=headers)


class TestDuplicate:
    def test_makes_a_new_job_of_what_was_asked_for(self, client, user) -> None:
        job = enqueue(
            user.pk, value={"deep": [1]}, title="t", description="d", priority="high", category="c", tags=["b", "a"],
            max_attempts=7, max_cost_nano=5, estimated_minutes=3, run_at=now() + timedelta(days=1),
        )  # fmt: skip
        cancel_job(user, job.pk)
        before = Job.objects.filter(pk=job.pk).values().get()

        answer = duplicate(client, job)

        assert (202, "pending", answer["Location"]) == (
            answer.status_code, answer.json()["status"], f"{JOBS}/{answer.json()['job_id']}",
        )  # fmt: skip
        made = Job.objects.get(pk=answer.json()["job_id"])
        assert {name: getattr(job, name) for name in COPIED} == {name: getattr(made, name) for name in COPIED}
        assert ["a", "b"] == sorted(made.tag_rows.values_list("name", flat=True))
        assert (None, 0, None) == (made.run_at, made.attempt, made.outcome)
        assert before == Job.objects.filter(pk=job.pk).values().get()

    def test_is_made_once_for_a_key(self, client, user) -> None:
        job = enqueue(user.pk)
        answers = [duplicate(client, job, **{"Idempotency-Key": "k"}) for _ in range(2)]
        assert 1 == len({answer.json()["job_id"] for answer in answers})
        assert 2 == Job.objects.count()

    def test_brings_an_older_payload_to_this_version(self, client, user, kind, monkeypatch) -> None:
        job = enqueue(user.pk)
        Job.objects.update(payload={"old": "x"})
        monkeypatch.setattr(type(kind), "version", 2)
        monkeypatch.setattr(type(kind), "upgrade", lambda self, data, version: {"value": data["old"]})
        made = Job.objects.get(pk=duplicate(client, job).json()["job_id"])
        assert ({"value": "x"}, 2) == (made.payload, made.payload_version)

    @pytest.mark.parametrize(
        ("change", "field"), [({"payload": {"old": 1}}, "payload.old"), ({"kind": "gone"}, "kind")]
    )
    def test_is_refused_by_field_when_the_job_does_not_fit_any_more(self, client, user, change, field) -> None:
        job = enqueue(user.pk)
        Job.objects.update(**change)
        answer = duplicate(client, job)
        assert (422, {field}) == (answer.status_code, fields(answer))
        assert 1 == Job.objects.count()

    def test_counts_as_a_submission(self, client, user, settings) -> None:
        settings.THROTTLES = settings.THROTTLES | {"submission": "1/day"}
        job = enqueue(user.pk)
        assert [202, 429] == [duplicate(client, job).status_code for _ in range(2)]

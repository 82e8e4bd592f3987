"""GET /api/v1/jobs/{id}/explain."""

from __future__ import annotations

import pytest

from jobs.services import cancel_job
from jobs.testing import enqueue
from tests.support.api import fields
from tests.support.users import make_user

JOBS = "/api/v1/jobs"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]


class TestExplain:
    def test_names_cause_and_fix(self, client, user):
        job = enqueue(user.pk)
        answer = client.get(client.get(f"{JOBS}/{job.pk}").json()["links"]["explain"])
        (cause,) = answer.json()["causes"]
        assert (200, str(job.pk), "pending") == (answer.status_code, answer.json()["job_id"], answer.json()["status"])
        assert ("no_worker", None) == (cause["code"], cause["at"])
        assert "none is running" in cause["message"]
        assert "runworker" in cause["fix"]

    def test_tells_when_a_job_ended(self, client, user):
        job = enqueue(user.pk)
        cancel_job(user, job.pk)
        (cause,) = client.get(f"{JOBS}/{job.pk}/explain").json()["causes"]
        assert "finished" == cause["code"]
        assert cause["at"] in cause["message"]

    def test_is_a_404_for_another_users_job(self, client):
        assert 404 == client.get(f"{JOBS}/{enqueue(make_user().pk).pk}/explain").status_code

    def test_takes_no_parameters(self, client, user):
        answer = client.get(f"{JOBS}/{enqueue(user.pk).pk}/explain?deep=1")
        assert (422, {"deep"}) == (answer.status_code, fields(answer))

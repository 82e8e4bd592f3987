"""POST /api/v1/jobs/{id}/cancel, hold, resume and retry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.services import cancel_job, hold_job
from jobs.testing import enqueue, perform, take
from tests.support.api import api_of
from tests.support.users import make_staff

JOBS = "/api/v1/jobs"

pytestmark = pytest.mark.usefixtures("kind")


def outcomes(client, job: Job, control: str, times: int = 2) -> list[tuple[str, str]]:
    """What the same request sent `times` times is answered with."""
    answers = [client.post(f"{JOBS}/{job.pk}/{control}") for _ in range(times)]
    assert [200] * times == [answer.status_code for answer in answers], answers[-1].content
    assert {str(job.pk)} == {answer.json()["job_id"] for answer in answers}
    return [(answer.json()["outcome"], answer.json()["status"]) for answer in answers]


def refusal(client, job: Job, control: str) -> int:
    before = Job.objects.filter(pk=job.pk).values().get()
    code = client.post(f"{JOBS}/{job.pk}/{control}").status_code
    assert before == Job.objects.filter(pk=job.pk).values().get()
    return code


class TestCancel:
    def test_ends_a_waiting_job_once(self, client, user) -> None:
        assert [("cancelled", "cancelled"), ("unchanged", "cancelled")] == outcomes(client, enqueue(user.pk), "cancel")

    def test_asks_a_running_job_once(self, client, user) -> None:
        job = enqueue(user.pk)
        take(job)

        assert [("cancel_requested", "processing"), ("unchanged", "processing")] == outcomes(client, job, "cancel")

    @pytest.mark.django_db(transaction=True)
    def test_is_refused_for_a_completed_job(self, client, user) -> None:
        assert 409 == refusal(client, perform(enqueue(user.pk)), "cancel")


class TestHoldAndResume:
    def test_keep_a_waiting_job_back_and_let_it_go(self, client, user) -> None:
        job = enqueue(user.pk)

        assert [("held", "held"), ("unchanged", "held")] == outcomes(client, job, "hold")
        assert [("resumed", "pending"), ("unchanged", "pending")] == outcomes(client, job, "resume")

    def test_ask_a_running_job_and_take_it_back(self, client, user) -> None:
        job = enqueue(user.pk)
        take(job)

        assert [("hold_requested", "processing"), ("unchanged", "processing")] == outcomes(client, job, "hold")
        assert [("resumed", "processing"), ("unchanged", "processing")] == outcomes(client, job, "resume")

    def test_are_refused_for_a_final_job(self, client, user) -> None:
        job = cancel_job(user, enqueue(user.pk).pk)

        assert [409, 409] == [refusal(client, job, control) for control in ("hold", "resume")]


class TestRetry:
    def test_queues_a_cancelled_job_once(self, client, user) -> None:
        job = cancel_job(user, enqueue(user.pk).pk)

        assert [("retried", "pending"), ("unchanged", "pending")] == outcomes(client, job, "retry")

    def test_runs_a_scheduled_job_now(self, client, user) -> None:
        job = enqueue(user.pk, run_at=timezone.now() + timedelta(hours=1))

        assert [("retried", "pending")] == outcomes(client, job, "retry", 1)

    def test_changes_nothing_for_a_running_job(self, client, user) -> None:
        job = enqueue(user.pk)
        take(job)

        assert [("unchanged", "processing")] == outcomes(client, job, "retry", 1)

    def test_is_refused_for_a_held_job(self, client, user) -> None:
        assert 409 == refusal(client, hold_job(user, enqueue(user.pk).pk), "retry")

    @pytest.mark.django_db(transaction=True)
    def test_is_refused_for_a_completed_job(self, client, user) -> None:
        assert 409 == refusal(client, perform(enqueue(user.pk)), "retry")

    def test_counts_as_a_submission(self, client, user, settings) -> None:
        settings.THROTTLES = settings.THROTTLES | {"submission": "1/day"}
        job = enqueue(user.pk)

        codes = [client.post(f"{JOBS}/{job.pk}/{control}").status_code for control in ("cancel", "retry", "retry")]

        assert [200, 200, 429] == codes


class TestStaff:
    @pytest.mark.parametrize("control", ["cancel", "hold"])
    def test_may_control_everybodys_jobs(self, user, control: str) -> None:
        assert 404 == api_of(make_staff()).post(f"{JOBS}/{enqueue(user.pk).pk}/{control}").status_code

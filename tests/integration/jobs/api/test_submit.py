"""POST /api/v1/jobs."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from jobs.testing import drain, perform
from tests.support.api import api, api_of, fields
from tests.support.users import make_staff, make_user
from tests.support.waiting import wait_for

JOBS = "/api/v1/jobs"

pytestmark = pytest.mark.usefixtures("kind")


def submission(**more):
    return {"kind": "scripted", "payload": {"value": 7}, **more}


class TestSubmit:
    def test_answers_202_with_the_address_of_a_pending_job(self, client, user) -> None:
        answer = client.post(JOBS, submission())

        job = Job.objects.get()
        assert 202 == answer.status_code
        assert f"{JOBS}/{job.pk}" == answer["Location"]
        assert {"job_id": str(job.pk), "status": "pending"} == {k: answer.json()[k] for k in ("job_id", "status")}
        assert answer["Location"] == answer.json()["links"]["self"]
        assert user.pk == job.owner_id

    def test_keeps_everything_that_was_asked_for(self, client, user) -> None:
        due = timezone.now() + timedelta(days=2)
        asked = {
            "title": "Two words",
            "description": "At length",
            "priority": "urgent",
            "category": "sea",
            "tags": ["b", "a", "b"],
            "assignee": str(user.pk),
            "due_at": due.isoformat(),
            "estimated_minutes": 15,
            "max_attempts": 5,
            "max_cost_usd": "0.000000002",
        }

        shown = client.get(client.post(JOBS, submission(**asked))["Location"]).json()

        expected = asked | {"tags": ["a", "b"], "due_at": due.isoformat().replace("+00:00", "Z")}
        assert expected == {name: shown[name] for name in asked}

    def test_schedules_a_job_that_is_to_run_later(self, client) -> None:
        answer = client.post(JOBS, submission(run_at=(timezone.now() + timedelta(hours=1)).isoformat()))

        assert "scheduled" == answer.json()["status"]

    def test_takes_the_kinds_title_where_none_is_given(self, client) -> None:
        assert "Scripted" == client.get(client.post(JOBS, submission(title=""))["Location"]).json()["title"]

    def test_takes_an_address_with_a_slash(self, client) -> None:
        assert 202 == client.post(f"{JOBS}/", submission()).status_code

    @pytest.mark.django_db
    def test_refuses_a_stranger(self) -> None:
        assert 401 == api().post(JOBS, submission()).status_code

    def test_answers_429_with_retry_after_beyond_the_rate(self, client, settings) -> None:
        settings.THROTTLES = settings.THROTTLES | {"submission": "2/day"}

        answers = [client.post(JOBS, submission()) for _ in range(3)]

        assert [202, 202, 429] == [answer.status_code for answer in answers]
        assert int(answers[2]["Retry-After"]) > 0
        assert 200 == client.get(JOBS).status_code

    def test_answers_413_for_a_body_over_the_limit(self, client) -> None:
        answer = client.post(JOBS, submission(description="x" * 1_000_001))

        assert 413 == answer.status_code
        assert 0 == Job.objects.count()


class TestAssignee:
    def test_may_not_be_somebody_else(self, client) -> None:
        answer = client.post(JOBS, submission(assignee=str(make_user().pk)))

        assert (422, {"assignee"}) == (answer.status_code, fields(answer))

    @pytest.mark.django_db
    def test_may_be_anybody_active_for_staff(self) -> None:
        somebody = make_user()

        answer = api_of(make_staff()).post(JOBS, submission(assignee=str(somebody.pk)))

        assert 202 == answer.status_code
        assert somebody.pk == Job.objects.get().assignee_id

    @pytest.mark.django_db
    def test_must_exist(self) -> None:
        answer = api_of(make_staff()).post(JOBS, submission(assignee="0197f3a0-0000-7000-8000-000000000000"))

        assert (422, {"assignee"}) == (answer.status_code, fields(answer))


class TestIdempotencyKey:
    def test_answers_a_repeat_with_the_first_job(self, client) -> None:
        first, second = (client.post(JOBS, submission(), headers={"Idempotency-Key": "one"}) for _ in range(2))

        assert [202, 202] == [first.status_code, second.status_code]
        assert first.json()["job_id"] == second.json()["job_id"]
        assert "Idempotency-Replayed" not in first
        assert "true" == second["Idempotency-Replayed"]
        assert 1 == Job.objects.count()

    def test_is_refused_with_another_body(self, client) -> None:
        client.post(JOBS, submission(), headers={"Idempotency-Key": "one"})

        answer = client.post(JOBS, submission(priority="high"), headers={"Idempotency-Key": "one"})

        assert (422, {"Idempotency-Key"}) == (answer.status_code, fields(answer))
        assert 1 == Job.objects.count()

    def test_is_each_users_own(self, client) -> None:
        mine = client.post(JOBS, submission(), headers={"Idempotency-Key": "one"})
        theirs = api_of(make_user()).post(JOBS, submission(), headers={"Idempotency-Key": "one"})

        assert mine.json()["job_id"] != theirs.json()["job_id"]

    @pytest.mark.parametrize("key", ["", "x" * 201, "caf\u00e9", "a\tb"])
    def test_is_refused_when_it_is_not_printable_ascii(self, client, key: str) -> None:
        answer = client.post(JOBS, submission(), headers={"Idempotency-Key": key})

        assert (422, {"Idempotency-Key"}) == (answer.status_code, fields(answer))
        assert 0 == Job.objects.count()


def drained_by_a_thread() -> threading.Thread:
    """A worker in this process that takes the next job once there is one."""

    def work() -> None:
        try:
            wait_for(lambda: Job.objects.live().exists(), what="a job to take")
            drain(concurrency=1)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
class TestPreferWait:
    def test_holds_a_submission_until_the_job_is_final(self, client) -> None:
        thread = drained_by_a_thread()

        answer = client.post(JOBS, submission(), headers={"Prefer": "respond-async, wait=20"})
        thread.join()

        assert (200, "completed", 7) == (answer.status_code, answer.json()["status"], answer.json()["job"]["result"])
        assert "wait=20" == answer["Preference-Applied"]

    def test_answers_202_when_the_time_is_over(self, client) -> None:
        answer = client.post(JOBS, submission(), headers={"Prefer": "wait=1"})

        assert (202, "pending") == (answer.status_code, answer.json()["status"])
        assert "job" not in answer.json()

    def test_holds_a_read_until_the_job_is_final(self, client) -> None:
        address = client.post(JOBS, submission())["Location"]
        thread = drained_by_a_thread()

        answer = client.get(address, headers={"Prefer": "wait=20"})
        thread.join()

        assert (200, "completed") == (answer.status_code, answer.json()["status"])

    def test_answers_202_for_a_read_when_the_time_is_over(self, client) -> None:
        answer = client.get(client.post(JOBS, submission())["Location"], headers={"Prefer": "wait=1"})

        assert (202, "pending") == (answer.status_code, answer.json()["status"])

    def test_answers_at_once_for_a_final_job(self, client) -> None:
        address = client.post(JOBS, submission())["Location"]
        perform(Job.objects.get())

        assert 200 == client.get(address, headers={"Prefer": "wait=60"}).status_code

    @pytest.mark.parametrize("preference", ["wait", "wait=x", "wait=-1", "wait=0", "return=minimal", "wait=1e3"])
    def test_is_ignored_when_it_says_nothing_known(self, client, preference: str) -> None:
        answer = client.post(JOBS, submission(), headers={"Prefer": preference})

        assert 202 == answer.status_code
        assert "Preference-Applied" not in answer

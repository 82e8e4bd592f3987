"""POST /api/v1/jobs/bulk: one action on many jobs, an outcome for each."""

from __future__ import annotations

from datetime import timedelta

import pytest
import uuid_utils.compat as uuid

from jobs.conf import JobsConf
from jobs.models import Job
from jobs.queue import enqueue as enqueueing
from jobs.queue.clock import now
from jobs.services import bulk as bulk_service
from jobs.services import cancel_job, hold_job
from jobs.testing import drain, enqueue, perform, take
from tests.support.api import fields
from tests.support.users import make_user

BULK = "/api/v1/jobs/bulk"
COUNTS = {"done": 0, "unchanged": 0, "wrong_state": 0, "not_found": 0}

pytestmark = pytest.mark.usefixtures("kind")


@pytest.fixture
def few(monkeypatch):
    """More than two jobs are many."""
    monkeypatch.setattr(bulk_service, "conf", lambda: JobsConf(bulk_at_once=2))


def act(client, action: str, expect: int = 200, headers=None, **which):
    if "ids" in which:
        which["ids"] = [str(getattr(each, "pk", each)) for each in which["ids"]]
    answer = client.post(BULK, {"action": action, **which}, headers=headers)
    assert expect == answer.status_code, answer.content
    return answer.json()


def statuses() -> list[str]:
    return list(Job.objects.exclude(kind="bulk").order_by("pk").values_list("status", flat=True))


class TestOutcomes:
    @pytest.mark.django_db(transaction=True)
    def test_are_told_one_for_each_id_in_its_order(self, client, user) -> None:
        done = perform(enqueue(user.pk))
        waiting, cancelled, strange = enqueue(user.pk), enqueue(user.pk), enqueue(make_user().pk)
        cancel_job(user, cancelled.pk)
        missing = uuid.uuid7()

        told = act(client, "cancel", ids=[waiting, cancelled, done, strange, missing, waiting])

        assert [
            {"job_id": str(waiting.pk), "outcome": "done"},
            {"job_id": str(cancelled.pk), "outcome": "unchanged"},
            {
                "job_id": str(done.pk),
                "outcome": "wrong_state",
                "detail": "A completed job cannot be cancelled. It has ended already.",
            },
            {
                "job_id": str(strange.pk),
                "outcome": "not_found",
                "detail": "There is no such job, or it is not yours.",
            },
            {"job_id": str(missing), "outcome": "not_found", "detail": "There is no such job, or it is not yours."},
        ] == told["results"]
        assert {"done": 1, "unchanged": 1, "wrong_state": 1, "not_found": 2} == told["counts"]
        assert ("cancel", 5, 0) == (told["action"], told["total"], told["omitted"])
        assert "pending" == Job.objects.get(pk=strange.pk).status

    @pytest.mark.parametrize(
        ("action", "before", "after"),
        [
            ("retry", cancel_job, "pending"),
            ("cancel", None, "cancelled"),
            ("hold", None, "held"),
            ("resume", hold_job, "pending"),
        ],
    )
    def test_are_those_of_the_single_controls(self, client, user, action, before, after) -> None:
        job = enqueue(user.pk)
        if before:
            before(user, job.pk)
        assert {"done": 1} | COUNTS | {"done": 1} == act(client, action, ids=[job])["counts"]
        assert [after] == statuses()

    def test_of_deleting_say_what_stays(self, client, user) -> None:
        final, live = cancel_job(user, enqueue(user.pk).pk), enqueue(user.pk)
        told = act(client, "delete", ids=[final, live])
        assert ["done", "wrong_state"] == [row["outcome"] for row in told["results"]]
        assert "A pending job cannot be deleted. Cancel it first." == told["results"][1]["detail"]
        assert [live] == list(Job.objects.all())

    def test_of_one_do_not_keep_the_others_back(self, client, user) -> None:
        jobs = [enqueue(user.pk) for _ in range(3)]
        Job.objects.filter(pk=jobs[1].pk).update(kind="gone")
        assert 3 == act(client, "hold", ids=jobs)["counts"]["done"]


class TestFilter:
    def test_acts_on_the_callers_jobs_that_match(self, client, user) -> None:
        wanted = enqueue(user.pk, priority="high", tags=["a"])
        enqueue(user.pk, priority="high")
        enqueue(make_user().pk, priority="high", tags=["a"])
        told = act(client, "cancel", filter={"priority": "high", "tag": ["a"], "created_to": later()})
        assert [str(wanted.pk)] == [row["job_id"] for row in told["results"]]

    def test_knows_me_and_none(self, client, user) -> None:
        mine = enqueue(user.pk, assignee_id=user.pk)
        enqueue(user.pk)
        assert [str(mine.pk)] == [row["job_id"] for row in act(client, "hold", filter={"assignee": "me"})["results"]]
        assert 1 == act(client, "hold", filter={"assignee": "none"})["counts"]["done"]

    def test_of_all_takes_every_job_of_the_caller(self, client, user) -> None:
        for _ in range(2):
            enqueue(user.pk)
        strange = enqueue(make_user().pk)
        assert 2 == act(client, "hold", all=True)["counts"]["done"]
        assert "pending" == Job.objects.get(pk=strange.pk).status

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "action"),
            ({"action": "explode", "all": True}, "action"),
            ({"action": "retry"}, ""),
            ({"action": "retry", "all": False}, "all"),
            ({"action": "retry", "all": True, "ids": ["0197f3a0-0000-7000-8000-000000000000"]}, ""),
            ({"action": "retry", "all": True, "filter": {"status": ["failed"]}}, ""),
            ({"action": "retry", "ids": []}, "ids"),
            ({"action": "retry", "ids": ["x"]}, "ids.0"),
            ({"action": "retry", "ids": "x"}, "ids"),
            ({"action": "retry", "filter": {}}, "filter"),
            ({"action": "retry", "filter": {"q": ""}}, "filter"),
            ({"action": "retry", "filter": {"children": False}}, "filter"),
            ({"action": "retry", "filter": []}, "filter"),
            ({"action": "retry", "filter": None}, "filter"),
            ({"action": "retry", "filter": {"status": ["done"]}}, "filter.status"),
            ({"action": "retry", "filter": {"kind": ["nope"]}}, "filter.kind"),
            ({"action": "retry", "filter": {"status": "done"}}, "filter.status"),
            ({"action": "retry", "filter": {"status": 5}}, "filter.status"),
            ({"action": "retry", "filter": {"tag": [["a"]]}}, "filter.tag"),
            ({"action": "retry", "filter": {"shoe": 1}}, "filter.shoe"),
            ({"action": "retry", "filter": {"created_from": "2030-01-01T00:00:00"}}, "filter.created_from"),
            ({"action": "retry", "filter": {"assignee": 5}}, "filter.assignee"),
            ({"action": "retry", "filter": {"assignee": ["me"]}}, "filter.assignee"),
            ({"action": "retry", "filter": {"q": ["a"]}}, "filter.q"),
            ({"action": "retry", "filter": {"children": "maybe"}}, "filter.children"),
            ({"action": "retry", "filter": {"parent": "x"}}, "filter.parent"),
            ({"action": "retry", "all": True, "warrant": "x"}, "warrant"),
        ],
    )
    def test_is_refused_by_field_and_nothing_is_done(self, client, user, body, field) -> None:
        cancel_job(user, enqueue(user.pk).pk)
        answer = client.post(BULK, body)
        assert (422, True) == (answer.status_code, field in fields(answer)), answer.content
        assert ["cancelled"] == statuses()

    def test_takes_no_more_than_the_most_ids(self, client, db) -> None:
        ids = [str(uuid.uuid7()) for _ in range(10_001)]
        assert {"ids"} == fields(client.post(BULK, {"action": "retry", "ids": ids}))


def later() -> str:
    return (now() + timedelta(hours=1)).isoformat()


@pytest.mark.usefixtures("few")
@pytest.mark.django_db(transaction=True)
class TestMany:
    def test_are_left_to_a_job_that_tells_the_same(self, client, user) -> None:
        jobs = [enqueue(user.pk) for _ in range(4)]
        cancel_job(user, jobs[0].pk)
        strange = enqueue(make_user().pk)
        answer = client.post(BULK, {"action": "cancel", "ids": [str(job.pk) for job in [*jobs, strange]]})
        assert (202, answer["Location"]) == (answer.status_code, answer.json()["links"]["self"])
        drain(kinds=("bulk",))
        job = client.get(answer["Location"]).json()
        assert ("completed", 100, "bulk", "Cancel 5 jobs", "urgent") == tuple(
            job[name] for name in ("status", "progress", "kind", "title", "priority")
        )
        assert {"done": 3, "unchanged": 1, "wrong_state": 0, "not_found": 1} == job["result"]["counts"]
        assert [str(each.pk) for each in [*jobs, strange]] == [row["job_id"] for row in job["result"]["results"]]

    @pytest.mark.parametrize(
        "which", [{"all": True}, {"filter": {"status": ["pending"], "created_to": "2100-01-01T00:00:00Z"}}]
    )
    def test_by_filter_leave_out_the_job_itself_and_what_came_after(self, client, user, which) -> None:
        for _ in range(3):
            enqueue(user.pk)
        told = act(client, "cancel", expect=202, **which)
        younger = enqueue(user.pk)
        drain(kinds=("bulk",))
        job = client.get(told["links"]["self"]).json()
        assert ("completed", 3) == (job["status"], job["result"]["counts"]["done"])
        assert "pending" == Job.objects.get(pk=younger.pk).status

    def test_are_waited_for_when_that_is_preferred(self, client, user) -> None:
        for _ in range(3):
            enqueue(user.pk)
        assert act(client, "hold", expect=202, all=True, headers={"Prefer": "wait=0"})

    def test_are_taken_on_once_for_a_key(self, client, user) -> None:
        for _ in range(3):
            enqueue(user.pk)
        told = [act(client, "hold", expect=202, all=True, headers={"Idempotency-Key": "k"}) for _ in range(2)]
        assert told[0]["job_id"] == told[1]["job_id"]

    def test_may_be_made_fewer_when_the_queue_is_full(self, client, user, monkeypatch) -> None:
        for _ in range(3):
            enqueue(user.pk)
        monkeypatch.setattr(enqueueing, "conf", lambda: JobsConf(max_queued_per_owner=3))
        act(client, "cancel", expect=202, all=True)
        drain(kinds=("bulk",))
        assert {"cancelled"} == set(statuses())


class TestThrottle:
    def test_counts_a_request_as_one_submission(self, client, user, settings) -> None:
        settings.THROTTLES = settings.THROTTLES | {"submission": "1/day"}
        for _ in range(2):
            enqueue(user.pk)
        assert 2 == act(client, "hold", all=True)["counts"]["done"]
        act(client, "hold", expect=429, all=True)


class TestRunningJobs:
    def test_are_asked(self, client, user) -> None:
        job = enqueue(user.pk)
        take(job)
        assert 1 == act(client, "cancel", ids=[job])["counts"]["done"]
        assert Job.objects.get().cancel_requested_at is not None

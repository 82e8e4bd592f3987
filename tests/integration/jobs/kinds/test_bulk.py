"""The kind `bulk`: resumable, stoppable, within its owner's reach unless the console warrants more."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from jobs.errors import InvalidSubmission
from jobs.handlers.sync import SyncContext
from jobs.kinds import bulk
from jobs.models import Job, StepCheckpoint
from jobs.queue import bulk as acting
from jobs.queue.acted import BulkAction
from jobs.queue.warrant import warrant_for
from jobs.services.control import cancel_job
from jobs.testing import drain, enqueue, scripted, stage_now
from tests.support.users import make_staff, make_user
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    with scripted():
        yield


def waiting(owner, count: int) -> list[Job]:
    return [enqueue(owner.pk) for _ in range(count)]


def errand(owner, **payload) -> Job:
    if "ids" in payload:
        payload["ids"] = [str(getattr(each, "pk", each)) for each in payload["ids"]]
    return enqueue(owner.pk, "bulk", payload=payload)


def done(job: Job) -> Job:
    drain(kinds=("bulk",))
    job.refresh_from_db()
    return job


def states(jobs: list[Job]) -> set[str]:
    return set(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("status", flat=True))


class TestBulk:
    @pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
    def test_acts_on_all_in_batches(self, count):
        owner = make_user()
        jobs = waiting(owner, count)
        job = done(errand(owner, action="cancel", all=True))
        assert ("completed", count, {"cancelled"}) == (job.status, job.result["counts"]["done"], states(jobs))
        assert [str(each.pk) for each in jobs] == [row["job_id"] for row in job.result["results"]]

    def test_of_nothing_is_done_at_once(self):
        job = done(errand(make_user(), action="cancel", all=True))
        assert ("completed", 0, []) == (job.status, job.result["total"], job.result["results"])

    def test_goes_on_after_the_last_finished_batch(self, monkeypatch):
        owner = make_user()
        jobs = waiting(owner, 5)
        honest, acted = bulk.act_on, []

        def breaking(reach, action, ids, note=None):
            acted.append(len(ids))
            if len(acted) == 2:
                raise ConnectionError("cut off")
            return honest(reach, action, ids, note)

        monkeypatch.setattr(bulk, "act_on", breaking)
        job = done(errand(owner, action="cancel", all=True))
        assert ("scheduled", "ConnectionError") == (job.status, job.error_class)
        assert 2 == Job.objects.filter(status="cancelled").count()
        stage_now(job)
        job = done(job)
        assert ("completed", 5, [2, 2, 2, 1]) == (job.status, job.result["counts"]["done"], acted)
        assert {"cancelled"} == states(jobs)
        assert 4 == StepCheckpoint.objects.filter(job=job).count()

    def test_stops_between_batches_when_it_is_cancelled(self, monkeypatch):
        owner = make_user()
        jobs = waiting(owner, 5)
        job = errand(owner, action="hold", all=True)
        honest = SyncContext.step

        def cancelling(self, name, inputs, work):
            output = honest(self, name, inputs, work)
            if name == "after 0":
                cancel_job(owner, job.pk)
                wait_for(lambda: self.cancel_requested, what="the worker to hear of the cancel")
            return output

        monkeypatch.setattr(SyncContext, "step", cancelling)
        assert "cancelled" == done(job).status
        assert {"held", "pending"} == states(jobs)

    def test_tells_only_numbers_beyond_the_most_that_it_tells(self, monkeypatch):
        monkeypatch.setattr(bulk, "MOST_TOLD", 3)
        owner = make_user()
        waiting(owner, 5)
        result = done(errand(owner, action="hold", all=True)).result
        assert (5, 3, 2) == (result["total"], len(result["results"]), result["omitted"])

    def test_cannot_delete_itself(self):
        owner = make_user()
        job = errand(owner, action="delete", all=True)
        assert ("completed", 0) == (done(job).status, done(job).result["total"])

    @pytest.mark.parametrize(
        ("payload", "field"),
        [
            ({}, "payload.action"),
            ({"action": "retry"}, "payload"),
            ({"action": "retry", "all": True, "filter": {"status": ["failed"]}}, "payload"),
            ({"action": "retry", "filter": {}}, "payload"),
            ({"action": "retry", "filter": {"shoe": 1}}, "payload.filter.shoe"),
            ({"action": "retry", "filter": {"created_from": "2030-01-01T00:00:00"}}, "payload"),
            ({"action": "retry", "all": True, "everybody": True}, "payload.everybody"),
        ],
    )
    def test_refuses_a_payload_by_its_field(self, payload, field):
        with pytest.raises(InvalidSubmission) as refused:
            errand(make_user(), **payload)
        assert [field] == list(refused.value.errors)


class TestReach:
    def test_ends_at_the_owners_jobs(self):
        strange = waiting(make_user(), 2)
        job = done(errand(make_user(), action="cancel", ids=strange))
        assert ({"pending"}, 2) == (states(strange), job.result["counts"]["not_found"])

    def test_ends_there_for_staff_too_unless_the_console_warrants_it(self):
        strange, staff = waiting(make_user(), 2), make_staff()
        assert 2 == done(errand(staff, action="cancel", ids=strange)).result["counts"]["not_found"]

    def test_is_everybody_with_a_warrant_and_leaves_an_audit_entry_for_each(self):
        strange, staff = waiting(make_user(), 3), make_staff()
        cancel_job(strange[0].owner, strange[0].pk)
        job = done(warranted(staff, BulkAction.CANCEL, strange))
        assert (2, {"cancelled"}) == (job.result["counts"]["done"], states(strange))
        entries = LogEntry.objects.order_by("pk")
        assert [(staff.pk, str(each.pk), "Cancelled.") for each in strange[1:]] == [
            (entry.user_id, entry.object_id, entry.get_change_message()) for entry in entries
        ]

    def test_leaves_no_audit_entry_for_what_was_not_done(self, monkeypatch):
        strange, staff = waiting(make_user(), 1), make_staff()

        def breaking(journal):
            raise ConnectionError("cut off")

        monkeypatch.setattr(acting, "conclude", breaking)
        done(warranted(staff, BulkAction.CANCEL, strange))
        assert ({"pending"}, False) == (states(strange), LogEntry.objects.exists())

    def test_is_refused_with_a_warrant_for_something_else(self):
        strange, staff = waiting(make_user(), 2), make_staff()
        ids = [job.pk for job in strange]
        for warrant in (
            "x",
            warrant_for(staff.pk, BulkAction.HOLD, ids),
            warrant_for(staff.pk, BulkAction.CANCEL, ids[:1]),
            warrant_for(make_staff().pk, BulkAction.CANCEL, ids),
        ):
            job = done(errand(staff, action="cancel", ids=ids, warrant=warrant))
            assert ("failed", "NotWarranted", 1) == (job.status, job.error_class, job.attempt)
        assert {"pending"} == states(strange)

    def test_is_refused_once_the_permission_is_gone(self):
        strange, staff = waiting(make_user(), 2), make_user(is_staff=True)
        staff.user_permissions.add(Permission.objects.get(codename="change_job"))
        job = warranted(staff, BulkAction.CANCEL, strange)
        staff.user_permissions.clear()
        assert ("failed", {"pending"}) == (done(job).status, states(strange))


def warranted(staff, action: BulkAction, jobs: list[Job]) -> Job:
    return errand(staff, action=action, ids=jobs, warrant=warrant_for(staff.pk, action, [job.pk for job in jobs]))

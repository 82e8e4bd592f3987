"""PATCH of `depends_on`: what a job waits for, changed before it begins."""

from __future__ import annotations

from typing import Any

import pytest
import uuid_utils.compat as uuid

from jobs.models import Dependency, Job
from jobs.testing import drain, enqueue, perform, take
from tests.support.api import fields
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kind")]


def wait_for(client: Any, job: Job, *others: Any) -> Any:
    return client.patch(f"/api/v1/jobs/{job.pk}", {"depends_on": [str(getattr(each, "pk", each)) for each in others]})


class TestDependsOn:
    def test_blocks_frees_and_is_told(self, client, user) -> None:
        first, second, job = (enqueue(user.pk) for _ in range(3))
        answer = wait_for(client, job, first).json()
        assert ("blocked", [str(first.pk)]) == (answer["status"], answer["depends_on"])
        answer = wait_for(client, job, second).json()
        assert ("blocked", [str(second.pk)]) == (answer["status"], answer["depends_on"])
        answer = wait_for(client, job).json()
        assert ("pending", [], 0) == (answer["status"], answer["depends_on"], Job.objects.get(pk=job.pk).open_edges)
        assert "Waits for no other job any more" in [line["message"] for line in answer["log"]]

    def test_runs_once_the_new_upstream_has_ended(self, client, user) -> None:
        job, upstream = enqueue(user.pk), enqueue(user.pk)
        wait_for(client, job, upstream)
        drain()
        assert ["completed"] * 2 == list(Job.objects.values_list("status", flat=True))

    def test_on_what_has_ended_blocks_nothing(self, client, user) -> None:
        done = perform(enqueue(user.pk))
        assert "pending" == wait_for(client, enqueue(user.pk), done).json()["status"]

    def test_names_the_circle(self, client, user) -> None:
        a, b, c = (enqueue(user.pk) for _ in range(3))
        wait_for(client, a, b)
        wait_for(client, b, c)
        answer = wait_for(client, c, a)
        assert (422, {"depends_on"}) == (answer.status_code, fields(answer))
        assert " -> ".join(str(job.pk) for job in (c, a, b, c)) in answer.content.decode()
        assert not Dependency.objects.filter(job=c).exists()

    def test_on_itself_is_a_circle(self, client, user) -> None:
        job = enqueue(user.pk)
        assert f"{job.pk} -> {job.pk}" in wait_for(client, job, job).content.decode()

    def test_refuses_strange_and_unknown_jobs(self, client, user) -> None:
        for other in (enqueue(make_user().pk), uuid.uuid7()):
            answer = wait_for(client, enqueue(user.pk), other)
            assert (422, {"depends_on"}) == (answer.status_code, fields(answer))

    def test_on_a_job_that_has_this_one_for_a_part_is_a_circle(self, client, user) -> None:
        parent, part = enqueue(user.pk), enqueue(user.pk)
        Job.objects.filter(pk=part.pk).update(parent=parent, root=parent)
        assert f"{part.pk} -> {parent.pk} -> {part.pk}" in wait_for(client, part, parent).content.decode()

    def test_comes_too_late_for_a_job_that_has_begun(self, client, user) -> None:
        job, other = enqueue(user.pk), enqueue(user.pk)
        take(job)
        answer = wait_for(client, job, other)
        assert 409 == answer.status_code
        assert not Dependency.objects.exists()

    def test_comes_too_late_for_a_job_that_has_ended(self, client, user) -> None:
        assert 409 == wait_for(client, perform(enqueue(user.pk)), enqueue(user.pk)).status_code

"""Every operation with a job's id, tried by somebody else."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver

from jobs.api.urls import urlpatterns
from jobs.models import Artefact, Job
from jobs.services import cancel_job
from jobs.testing import enqueue
from tests.support.api import api, api_of
from tests.support.users import make_user

PROBLEM = "application/problem+json"
METHODS = ("get", "post", "patch", "delete")

pytestmark = pytest.mark.usefixtures("kind")


def operations() -> list[tuple[str, str]]:
    """(method, route) of every operation whose address has a job's id, read from the URLconf."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if "<id:job_id>" in str(pattern.pattern):
            view = pattern.callback.view_class  # type: ignore[attr-defined] # as_view sets it
            found += [(method, str(pattern.pattern)) for method in METHODS if hasattr(view, method)]
    return found


def address(route: str, job: Job) -> str:
    """Of `job`; the file that some routes name is one that it has."""
    file = Artefact.objects.filter(job=job).first()
    known = {"<id:job_id>": job.pk, "<id:artefact_id>": file.pk if file else job.pk, "<int:number>": 1}
    for name, value in known.items():
        route = route.replace(name, str(value))
    return f"/api/v1/{route}"


class TestOperations:
    def test_are_all_served(self) -> None:
        served = {route for route in get_resolver().reverse_dict if isinstance(route, str)}

        assert {pattern.name for pattern in urlpatterns} <= served
        assert 12 <= len(operations())

    @pytest.mark.parametrize(("method", "route"), operations())
    @pytest.mark.parametrize("final", [False, True])
    def test_answer_404_to_somebody_else(self, user, method: str, route: str, final: bool) -> None:
        job = enqueue(user.pk, assignee_id=None, title="secret")
        if final:
            cancel_job(user, job.pk)
        before = Job.objects.filter(pk=job.pk).values().get()

        answer = getattr(api_of(make_user()), method)(address(route, job))

        assert (404, PROBLEM) == (answer.status_code, answer["Content-Type"])
        assert b"secret" not in answer.content
        assert before == Job.objects.filter(pk=job.pk).values().get()

    @pytest.mark.parametrize(("method", "route"), operations())
    def test_answer_the_same_as_for_an_id_that_never_was(self, user, method: str, route: str) -> None:
        theirs, gone = enqueue(user.pk), enqueue(user.pk)
        Job.objects.filter(pk=gone.pk).delete()
        stranger = api_of(make_user())

        answers = [getattr(stranger, method)(address(route, job)).json() for job in (theirs, gone)]

        for answer, job in zip(answers, (theirs, gone), strict=True):
            assert str(job.pk) in answer.pop("instance")
        assert answers[0] == answers[1]

    @pytest.mark.parametrize(("method", "route"), operations())
    def test_answer_401_to_a_stranger(self, user, method: str, route: str) -> None:
        assert 401 == getattr(api(), method)(address(route, enqueue(user.pk))).status_code

    def test_of_an_assignee_are_no_more_than_anybodys(self, user) -> None:
        assignee = make_user()
        job = enqueue(user.pk, assignee_id=assignee.pk)

        assert 404 == api_of(assignee).get(f"/api/v1/jobs/{job.pk}").status_code

"""The files that a job made: list and download."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from jobs.conf import JobsConf
from jobs.handlers import Complete
from jobs.models import Artefact, Job
from jobs.testing import enqueue, perform, scripted
from jobs.worker import results
from tests.support.api import fields
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

JOBS = "/api/v1/jobs"
PAGE = b"<script>alert(1)</script>"


async def work(ctx: Any, payload: Any) -> Complete:
    await ctx.attach("räksmörgås.csv", "text/csv", "a,b\n")
    return Complete(await ctx.attach("page.html", "text/html", PAGE))


def job_with_files(owner: Any) -> Job:
    with scripted(work):
        return perform(enqueue(owner.pk))


class TestList:
    def test_names_the_files_without_their_content(self, client, user) -> None:
        job = job_with_files(user)

        answer = client.get(f"{JOBS}/{job.pk}/artefacts").json()

        assert (2, ["page.html", "räksmörgås.csv"]) == (answer["count"], [each["name"] for each in answer["results"]])
        first = answer["results"][0]
        assert ("text/html", len(PAGE), hashlib.sha256(PAGE).hexdigest()) == (
            first["media_type"],
            first["size"],
            first["digest"],
        )
        assert "content" not in first

    def test_is_linked_and_empty_for_a_job_without(self, client, user) -> None:
        with scripted():
            job = enqueue(user.pk)
        address = client.get(f"{JOBS}/{job.pk}").json()["links"]["artefacts"]
        assert {"count": 0, "next": None, "previous": None, "results": []} == client.get(address).json()


class TestDownload:
    def test_gives_the_bytes_to_be_kept_and_never_to_be_shown(self, client, user) -> None:
        job = job_with_files(user)
        (page, _) = client.get(f"{JOBS}/{job.pk}/artefacts").json()["results"]

        answer = client.get(page["links"]["content"])

        assert (200, PAGE, "nosniff") == (answer.status_code, answer.content, answer["X-Content-Type-Options"])
        assert 'attachment; filename="page.html"' == answer["Content-Disposition"]

    def test_keeps_a_name_in_other_letters(self, client, user) -> None:
        job = job_with_files(user)
        table = Artefact.objects.get(job=job, media_type="text/csv")
        answer = client.get(f"{JOBS}/{job.pk}/artefacts/{table.pk}")
        assert "attachment; filename*=utf-8''r%C3%A4ksm%C3%B6rg%C3%A5s.csv" == answer["Content-Disposition"]

    def test_sends_nothing_that_the_caller_has(self, client, user) -> None:
        job = job_with_files(user)
        address = f"{JOBS}/{job.pk}/artefacts/{Artefact.objects.filter(job=job).latest('pk').pk}"
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": tag})
        assert (304, b"") == (again.status_code, again.content)

    def test_gives_a_result_that_is_too_large_for_its_row(self, client, user, monkeypatch) -> None:
        monkeypatch.setattr(results, "conf", lambda: JobsConf(result_bytes=10))

        async def much(ctx: Any, payload: Any) -> Complete:
            return Complete({"text": "a" * 100})

        with scripted(much):
            job = perform(enqueue(user.pk))
        assert job.result is not None
        answer = client.get(f"{JOBS}/{job.pk}/artefacts/{job.result['artefact']['id']}")
        assert {"text": "a" * 100} == answer.json()

    def test_is_a_404_for_a_file_of_another_job(self, client, user) -> None:
        mine, theirs = job_with_files(user), job_with_files(make_user())
        file = Artefact.objects.filter(job=theirs).latest("pk")
        assert 404 == client.get(f"{JOBS}/{mine.pk}/artefacts/{file.pk}").status_code
        assert 404 == client.get(f"{JOBS}/{theirs.pk}/artefacts/{file.pk}").status_code

    def test_takes_no_parameters(self, client, user) -> None:
        job = job_with_files(user)
        answer = client.get(f"{JOBS}/{job.pk}/artefacts/{Artefact.objects.latest('pk').pk}?inline=1")
        assert (422, {"inline"}) == (answer.status_code, fields(answer))

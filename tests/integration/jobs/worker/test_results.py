"""Results that fit into the job's row, that do not, and that fit nowhere."""

from __future__ import annotations

import json

import pytest

from jobs.conf import JobsConf
from jobs.handlers import Complete, Partial
from jobs.models import Artefact, JobLog
from jobs.selectors.artefacts import whole_result
from jobs.testing import enqueue, perform, scripted
from jobs.worker import results as module
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def limits(monkeypatch):
    monkeypatch.setattr(module, "conf", lambda: JobsConf(result_bytes=100, artefact_bytes=1000))


def performed(verdict):
    async def work(ctx, payload):
        return verdict

    with scripted(work):
        return perform(enqueue(make_user().pk))


class TestResult:
    def test_that_fits_stays_in_the_row(self):
        assert ["x" * 50] == performed(Complete(["x" * 50])).result
        assert not Artefact.objects.exists()

    @pytest.mark.parametrize("verdict", [Complete, lambda result: Partial(result, "half of it")])
    def test_that_is_large_is_an_artefact(self, verdict):
        result = {"lines": ["é\x00" * 40, float("nan")]}
        job = performed(verdict(result))
        kept = Artefact.objects.get()
        assert ("result.json", "application/json", str(kept.pk)) == (
            kept.name, kept.media_type, job.result["artefact"]["id"],
        )  # fmt: skip
        whole = {"lines": ["é" * 40, None]}
        assert whole == json.loads(bytes(kept.content)) == whole_result(job.pk, job.result)

    def test_that_is_too_large_even_so_fails_the_job(self):
        job = performed(Complete("x" * 2000))
        assert ("failed", "ResultTooLarge", None) == (job.status, job.error_class, job.result)
        assert "at most 1000 are kept" in job.error_message
        assert not Artefact.objects.exists()

    def test_that_is_nested_too_deep_fails_the_job_at_once(self):
        nested: list[object] = []
        for _ in range(700):
            nested = [nested]
        job = performed(Complete(nested))
        assert ("failed", "InvalidResult", 0) == (job.status, job.error_class, job.failures)
        assert "The result is nested more than 100 levels deep; return a flatter one." == job.error_message

    @pytest.mark.parametrize("kind_of_list", [list, tuple])
    def test_is_taken_to_the_depth_that_is_told(self, kind_of_list, monkeypatch):
        monkeypatch.setattr(module, "conf", JobsConf)
        nested: object = 1
        for _ in range(module.MAX_DEPTH):
            nested = kind_of_list([nested])
        assert "completed" == performed(Complete(nested)).status
        assert "failed" == performed(Complete({"a": nested})).status

    def test_that_holds_itself_fails_the_job_in_words(self):
        around: list[object] = []
        around += [around, around]
        job = performed(Complete(around))
        assert ("failed", "InvalidResult") == (job.status, job.error_class)

    @pytest.mark.parametrize("verdict", [Complete, lambda result: Partial(result, "half of it")])
    def test_without_a_number_in_json_is_kept_with_a_warning(self, verdict):
        job = performed(verdict({"a": [1.5, float("nan")], "b": float("inf")}))
        assert {"a": [1.5, None], "b": None} == job.result
        (said,) = JobLog.objects.filter(job=job, type="log", level="warning").values_list("message", flat=True)
        assert "NaN and infinite numbers, of which JSON has none, are null in the result (2): a.1, b." == said

    def test_of_numbers_says_nothing(self):
        job = performed(Complete({"a": [1.5, 2]}))
        assert not JobLog.objects.filter(job=job, level="warning").exists()

    def test_that_is_not_json_fails_the_job_in_words(self):
        job = performed(Complete({"a": object()}))
        assert ("failed", "InvalidResult") == (job.status, job.error_class)
        assert "not JSON" in job.error_message

"""Results that fit into the job's row, that do not, and that fit nowhere."""

from __future__ import annotations

import json

import pytest

from jobs.conf import JobsConf
from jobs.handlers import Complete, Partial
from jobs.models import Artefact
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

    def test_that_is_not_json_fails_the_job_in_words(self):
        job = performed(Complete({"a": object()}))
        assert ("failed", "InvalidResult") == (job.status, job.error_class)
        assert "not JSON" in job.error_message

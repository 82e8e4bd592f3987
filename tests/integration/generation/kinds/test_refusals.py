"""A provider that says no: who finds out, what the others do, what is paid, and what people are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from generation.services.generate import generate
from jobs.models import Gate, Job, LedgerEntry
from jobs.services.explain import describe_causes
from jobs.testing import perform, stage_now
from tests.support.model_server import ModelServer, error, says
from tests.support.users import make_staff, make_user

pytestmark = pytest.mark.django_db(transaction=True)

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer().running() as running:
        llm = {"provider": "openai", "base_url": running.url, "api_key": "sk-old", "creative_model": "writer"}
        with override_settings(LLM=settings.LLM | llm):
            yield running


def ask(**options: Any) -> Job:
    return generate(make_user().pk, {"concept": "A patient miner who guards a door.", **options}).job


class TestRateLimit:
    def test_counts_no_failure_however_long_it_lasts(self, server: ModelServer) -> None:
        server.will(error(429, "Slow down", {"Retry-After": "40"}))
        job = perform(ask())
        for _ in range(3):
            stage_now(job)
            Gate.objects.update(shut_until=None)
            job = perform(job)
        assert ("scheduled", 0, 4) == (job.status, job.failures, job.attempt)


class TestTokenLimit:
    def test_leaves_no_call_in_the_ledger_that_was_never_sent(self, server: ModelServer) -> None:
        server.will(says("no"))
        job = perform(ask(limits={"max_tokens": 200}))
        assert ("failed", "token_limit") == (job.status, job.error_class)
        assert len(server.asked) == LedgerEntry.objects.filter(job=job).count()


class TestRefusedKey:
    def test_is_found_out_by_one_job_and_all_others_wait(self, server: ModelServer) -> None:
        server.will(error(401, "Incorrect key"))
        jobs = [perform(ask()), perform(ask(models={"analysis": "another"}))]
        assert [("scheduled", 0), ("scheduled", 0)] == [(job.status, job.failures) for job in jobs]
        assert 1 == len(server.asked)

    def test_is_told_in_the_same_words_everywhere(self, server: ModelServer) -> None:
        server.will(error(401, "Incorrect key"))
        job = perform(ask())
        shut, wakes = describe_causes(job.owner, job)["causes"][:2]
        assert ("gate_shut", "snoozed") == (shut["code"], wakes["code"])
        assert (
            " is shut: The provider refused the key (HTTP 401); the operator must check LLM_API_KEY" in shut["message"]
        )
        words = shut["message"].removesuffix(f" at {shut['at']}.")
        for user, address in ((job.owner, f"/jobs/{job.pk}"), (make_staff(), f"/admin/jobs/job/{job.pk}/change/")):
            client = Client()
            client.force_login(user, backend=BACKEND)
            assert words in client.get(address).content.decode()

    def test_does_not_outlive_the_key(self, server: ModelServer) -> None:
        server.will(error(401, "Incorrect key"))
        perform(ask())
        with override_settings(LLM=settings.LLM | {"api_key": "sk-new"}):
            perform(ask())
        assert 2 == len(server.asked)
        assert ["Bearer sk-old", "Bearer sk-new"] == [headers["authorization"] for headers in server.headers]

    def test_of_one_model_keeps_no_other_from_being_asked(self, server: ModelServer) -> None:
        """Or anybody could keep everybody waiting by naming a model that the site may not use."""
        server.will(error(403, "Not for you"))
        perform(ask(models={"analysis": "forbidden"}))
        perform(ask())
        assert ["forbidden", "writer"] == [body["model"] for body in server.asked]

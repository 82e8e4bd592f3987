"""The kind `character_card`, run by a real worker in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from generation.llm.errors import AuthFailed, ProviderTimeout, Transient
from generation.models import Card, CardTag
from generation.services.generate import generate
from jobs.models import Job, JobLog, LedgerEntry
from jobs.testing import perform, stage_now
from tests.support.plain_author import ANSWERS, PlainAuthor, plain_author
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

CONCEPT = "A patient miner who guards a door under a mountain."


@pytest.fixture
def author() -> Iterator[PlainAuthor]:
    with plain_author() as author:
        yield author


def ask(**options: Any) -> Job:
    return generate(make_user().pk, {"concept": CONCEPT, "lore_entries": 7, **options}).job


def result_of(job: Job) -> dict[str, Any]:
    assert job.result is not None
    result: dict[str, Any] = job.result
    return result


class TestLanguage:
    @pytest.mark.parametrize(("language", "told"), [("ja", 1), ("fr-CA", 0)])
    def test_that_the_provider_does_not_write_is_told_of(self, language: str, told: int) -> None:
        job = perform(ask(language=language, lore_entries=0))
        assert told == job.logs.filter(level="warning", message__contains=f"in the language {language}").count()


class TestResult:
    def test_offers_every_file_on_the_page_of_the_job(self, author: PlainAuthor) -> None:
        job = perform(ask())
        client = Client()
        client.force_login(job.owner, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/jobs/{job.pk}").content.decode()
        assert [True] * 4 == [f"format={form}" in page for form in ("png", "v3", "v2", "charx")]


class TestCharacterCard:
    def test_keeps_the_card_and_says_where_it_is(self, author: PlainAuthor) -> None:
        job = perform(ask(name="Ada Flint", tone=["epic"]))
        card = Card.objects.get()
        assert "completed" == job.status
        assert ("Ada Flint", "epic", 7, job.pk, job.owner_id) == (
            card.name, card.tone, card.lore_entries, card.job_id, card.owner_id,
        )  # fmt: skip
        assert (str(card.pk), "Ada Flint", 7) == (
            result_of(job)["card_id"], result_of(job)["name"], result_of(job)["lore_entries"],
        )  # fmt: skip
        assert f"/api/v1/generation/cards/{card.pk}/export?format=png" == result_of(job)["links"]["png"]
        assert ["miner", "mountain", "fantasy", "work", "stone"] == card.data["tags"]
        assert 5 == CardTag.objects.filter(card=card).count()

    def test_records_every_default_in_the_job(self, author: PlainAuthor) -> None:
        job = ask(detail="rich")
        assert (1200, "third", 120) == (
            job.payload["description_tokens"], job.payload["pov"], job.payload["lore_entry_tokens"],
        )  # fmt: skip

    def test_records_models_seed_and_prompts_that_applied(self, author: PlainAuthor) -> None:
        result = result_of(perform(ask()))
        assert {"creative": "plain-creative", "analysis": "plain-analysis", "fallbacks": []} == result["models"]
        assert ("v1", "v2") == (result["prompts"]["outline"], result["prompts"]["profile"])
        assert Card.objects.get().options["seed"] == result["seed"] >= 0

    def test_is_named_after_its_name_or_else_its_concept(self, author: PlainAuthor) -> None:
        assert ["Ada", CONCEPT] == [ask(name="Ada").title, ask().title]
        assert 80 == len(ask(concept="x" * 200).title)

    def test_asks_with_the_fallbacks_of_its_options(self, author: PlainAuthor) -> None:
        perform(ask(models={"fallbacks": ["spare", "last"]}))
        assert {("spare", "last")} == {request.fallbacks for request in author.asked}

    def test_takes_its_time_limit_from_the_options(self, author: PlainAuthor) -> None:
        assert 45.0 == ask(limits={"timeout_s": 45}).timeout_seconds

    def test_enters_every_call_in_the_ledger(self, author: PlainAuthor) -> None:
        job = perform(ask())
        assert len(author.asked) == LedgerEntry.objects.filter(job_id=job.pk, state="settled").count()

    def test_pays_only_for_lost_steps_after_a_failure(self) -> None:
        def broken(inputs: Mapping[str, Any]) -> Any:
            raise Transient("The provider is away.")

        with plain_author(review=broken) as author:
            job = perform(ask())
            assert ("scheduled", "transient") == (job.status, job.error_class)
            assert not Card.objects.exists()
            written = author.tasks().index("review")
            author.answers["review"] = ANSWERS["review"]
            stage_now(job)
            job = perform(job)
        assert "completed" == job.status
        assert {"review"} == set(author.tasks()[written:])

    def test_never_falls_back_in_a_later_attempt(self) -> None:
        with plain_author(review=lambda _: (_ for _ in ()).throw(Transient("away"))) as author:
            job = perform(ask())
            assert job.progress > 50
            author.answers["review"] = ANSWERS["review"]
            stage_now(job)
            perform(job)
        told = JobLog.objects.filter(job_id=job.pk, type="progress").order_by("seq").values_list("data", flat=True)
        figures = [data["progress"] for data in told]
        assert sorted(figures) == figures

    def test_streams_each_text_under_the_name_of_its_step(self, author: PlainAuthor) -> None:
        job = perform(ask())
        events = JobLog.objects.filter(job_id=job.pk)
        steps = {data["step"] for data in events.filter(type="step").values_list("data", flat=True)}
        written = {data["field"] for data in events.filter(type="delta").values_list("data", flat=True)}
        assert written
        assert set() == written - steps

    def test_tries_what_was_too_slow_only_twice(self) -> None:
        with plain_author(review=lambda _: (_ for _ in ()).throw(ProviderTimeout("late", kind="total"))):
            job = perform(ask())
            assert ("scheduled", 1) == (job.status, job.failures)
            stage_now(job)
            job = perform(job)
        assert ("failed", 2, "timeout", 4) == (job.status, job.failures, job.error_class, job.max_attempts)

    def test_uses_the_same_seed_in_every_attempt(self) -> None:
        with plain_author(review=lambda _: (_ for _ in ()).throw(Transient("away"))) as author:
            job = perform(ask())
            stage_now(job)
            perform(job)
        assert 1 == len({request.seed for request in author.asked})

    def test_waits_without_a_failure_for_a_key_that_is_accepted(self) -> None:
        def refused(inputs: Mapping[str, Any]) -> Any:
            raise AuthFailed("The key is not accepted.")

        with plain_author(analyse=refused):
            job = perform(ask())
        assert ("scheduled", 0, "") == (job.status, job.failures, job.error_class)
        assert "The key is not accepted." == job.attempts.get().error_message

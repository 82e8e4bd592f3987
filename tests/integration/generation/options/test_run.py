"""What a card starts from, who writes it, and how far they may go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from generation.cards.card import CardData
from generation.cards.options import CARD_FIELDS
from generation.models import Card
from generation.services.generate import generate
from jobs.errors import InvalidSubmission
from jobs.models import Job, LedgerEntry
from jobs.services import Submission, submit
from jobs.testing import perform
from tests.support.cards import keep
from tests.support.proofs import SHORT, made, proves
from tests.support.users import make_user

OTHER = "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"

pytestmark = pytest.mark.once


@pytest.fixture
def offline() -> Iterator[None]:
    with override_settings(LLM={**settings.LLM, "provider": "offline", "offline_latency_seconds": 0.0}):
        yield


class TestModels:
    @proves("models.creative", "models.analysis")
    def test_are_those_asked_for(self) -> None:
        one = made(models={"creative": "big", "analysis": "small"})
        models = {request.task: request.model for request in one.asked}
        assert ("small", "big", "small") == (models["analyse"], models["profile"], models["review"])

    @proves("temperature")
    def test_are_given_the_temperature(self) -> None:
        assert {0.1} == {request.temperature for request in made(temperature=0.1).asked}
        assert {0.3, 0.8} == {request.temperature for request in made().asked}

    @proves("seed")
    def test_write_another_card_for_another_seed(self) -> None:
        assert made(seed=4).card.description != made().card.description
        assert made(seed=4).whole() == made(seed=4, creator="").whole()

    @proves("limits.review_passes")
    def test_review_as_often_as_asked(self) -> None:
        assert [0, 1] == [made(limits={"review_passes": n}).tasks.count("review") for n in (0, 1)]


@pytest.mark.django_db
class TestJob:
    def submit(self, **options: object) -> Job:
        return generate(make_user().pk, {**SHORT, **options}).job

    @proves("limits.max_cost_usd")
    def test_has_the_cost_cap(self) -> None:
        assert (250_000_000, None) == (
            self.submit(limits={"max_cost_usd": 0.25}).max_cost_nano,
            self.submit().max_cost_nano,
        )

    def test_has_it_however_it_is_submitted(self) -> None:
        asked = Submission(make_user().pk, "character_card", {**SHORT, "limits": {"max_cost_usd": 0.25}})
        assert 250_000_000 == submit(asked).job.max_cost_nano
        assert 1 == submit(replace(asked, max_cost_nano=1)).job.max_cost_nano

    def test_has_one_cap_only(self) -> None:
        options = {**SHORT, "limits": {"max_cost_usd": 0.25}}
        assert 250_000_000 == generate(make_user().pk, options, max_cost_nano=250_000_000).job.max_cost_nano
        with pytest.raises(InvalidSubmission) as caught:
            generate(make_user().pk, options, max_cost_nano=1)
        assert "max_cost_usd" in caught.value.errors["limits.max_cost_usd"]

    @proves("limits.timeout_s")
    def test_has_the_time_limit(self) -> None:
        assert (45.0, 600.0) == (self.submit(limits={"timeout_s": 45}).timeout_seconds, self.submit().timeout_seconds)

    @proves("models.fallbacks")
    def test_records_the_fallbacks(self) -> None:
        job = self.submit(models={"fallbacks": ["second", "third"]})
        assert ["second", "third"] == job.payload["models"]["fallbacks"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("offline")
class TestLimits:
    @proves("limits.max_tokens")
    def test_end_the_job_once_its_tokens_are_used(self) -> None:
        job = perform(generate(make_user().pk, {**SHORT, "limits": {"max_tokens": 6000}}).job)
        assert ("failed", "token_limit") == (job.status, job.error_class)
        assert "limits.max_tokens is 6,000" in job.error_message
        used = sum(row.input_tokens + row.output_tokens for row in LedgerEntry.objects.filter(job_id=job.pk))
        assert 0 < used < 12_000

    def test_let_a_job_finish_within_them(self) -> None:
        job = perform(generate(make_user().pk, {**SHORT, "limits": {"max_tokens": 200_000}}).job)
        assert "completed" == job.status, job.error_message


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("offline")
class TestBaseCard:
    """A card that starts from another."""

    def base(self) -> Card:
        full = {"nickname": "Gal", "group_greetings": 1, "system_prompt_mode": "replace", "creator": "Ann"}
        data = made(**full, post_history_mode="augment", lore_entries=2).card.model_dump(mode="json")
        data["extensions"]["other/tool"] = {"depth_prompt": {"prompt": " kept ", "depth": 4}}
        data["character_book"]["entries"][0]["extensions"]["position"] = 4
        data["character_book"]["entries"][0]["keys"].append("two, with a comma")
        data["talkativeness"] = 0.5
        return keep(make_user().pk, CardData.model_validate(data))

    def next(self, base: Card, **options: object) -> Card:
        job = perform(generate(base.owner_id, {**SHORT, "base_card": str(base.pk), "seed": 9, **options}).job)
        assert "completed" == job.status, job.error_message
        return Card.objects.get(job_id=job.pk)

    @proves("base_card", "keep_fields")
    def test_gives_back_what_is_kept_byte_for_byte(self) -> None:
        base = self.base()
        kept = [name for name in CARD_FIELDS if name not in {"personality", "first_mes"}]
        fresh = self.next(base, keep_fields=kept, avoid=["knight"], tag_count=0, lore_entries=9)
        assert {name: base.data[name] for name in kept} == {name: fresh.data[name] for name in kept}
        assert base.data["personality"] != fresh.data["personality"]
        assert base.data["first_mes"] != fresh.data["first_mes"]

    @pytest.mark.parametrize("field", CARD_FIELDS)
    def test_gives_back_any_one_field(self, field: str) -> None:
        base = self.base()
        assert base.data[field] == self.next(base, keep_fields=[field], fields=[field]).data[field]

    def test_takes_over_what_options_do_not_reach(self) -> None:
        base = self.base()
        fresh = self.next(base)
        assert base.data["extensions"]["other/tool"] == fresh.data["extensions"]["other/tool"]
        assert 0.5 == fresh.data["talkativeness"]
        assert base.data["description"] != fresh.data["description"]

    def test_leaves_the_base_as_it_was(self) -> None:
        base = self.base()
        before = (base.data, base.updated_at)
        self.next(base, keep_fields=["name"])
        base.refresh_from_db()
        assert before == (base.data, base.updated_at)

    @pytest.mark.parametrize("whose", ["another's", "nobody's"])
    def test_must_be_a_card_of_the_caller(self, whose: str) -> None:
        card_id = str(keep(make_user().pk).pk) if whose == "another's" else OTHER
        with pytest.raises(InvalidSubmission) as caught:
            generate(make_user().pk, {**SHORT, "base_card": card_id})
        assert {"base_card": "You have no card with this id; `GET generation/cards` lists yours."} == (
            caught.value.errors
        )

    def test_ends_the_job_when_it_is_deleted_meanwhile(self) -> None:
        base = self.base()
        job = generate(base.owner_id, {**SHORT, "base_card": str(base.pk)}).job
        base.delete()
        job = perform(job)
        assert ("failed", True) == (job.status, "base_card" in job.error_message)

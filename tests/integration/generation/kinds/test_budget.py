"""A card whose budget runs out: held with all that is finished, and gone on with once there is more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from generation.llm.provider import Usage
from generation.models import Card
from generation.services.generate import generate
from jobs.models import Job, LedgerEntry, StepCheckpoint
from jobs.services.budget import budget_of_job
from jobs.services.edit import update_job
from jobs.testing import perform
from tests.support.plain_author import PlainAuthor, plain_author
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

CENT = Decimal("0.01")
NANO_A_CENT = 10_000_000


@pytest.fixture
def author() -> Iterator[PlainAuthor]:
    with plain_author() as author:
        # As listed: what a call may cost at most is more than it comes to.
        author.simulated, author.cost_usd, author.usage = False, CENT, Usage(10, 500)
        prices = ["plain-creative=0/20", "plain-analysis=0/20"]
        with override_settings(LLM=settings.LLM | {"prices": prices}):
            yield author


def ask(max_cost_nano: int) -> Job:
    options: Mapping[str, Any] = {"concept": "A patient miner.", "lore_entries": 7}
    return generate(make_user().pk, options, max_cost_nano=max_cost_nano).job


class TestBudget:
    def test_holds_a_card_that_goes_on_where_it_stopped_once_it_is_raised(self, author: PlainAuthor) -> None:
        job = perform(ask(12 * NANO_A_CENT))
        assert ("held", "budget", 0) == (job.status, job.held_reason, job.failures)
        assert not Card.objects.exists()
        done = StepCheckpoint.objects.filter(job=job).count()
        spent = budget_of_job(job).spent
        assert 0 < done
        assert len(author.asked) * NANO_A_CENT == spent <= 12 * NANO_A_CENT
        assert {"settled"} == set(LedgerEntry.objects.values_list("state", flat=True)), "what was under way is finished"

        asked = len(author.asked)
        assert "pending" == update_job(job.owner, job.pk, {"max_cost_nano": 10**9}).status
        job = perform(job)
        assert ("completed", 0) == (job.status, job.failures)
        assert "analyse" not in author.tasks()[asked:]
        assert done + StepCheckpoint.objects.filter(job=job, attempt=2).count() == StepCheckpoint.objects.count()

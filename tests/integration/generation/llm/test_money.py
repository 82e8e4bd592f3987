"""Calls that fail under a cap, worked by a worker: what each counts, and that nobody waits for a dead one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from generation.llm.asking import ask
from generation.llm.errors import ProviderError
from generation.llm.openai_client import Limits
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.provider import Message, ModelRequest
from jobs.handlers import Complete, JobContext, Verdict
from jobs.models import Job, LedgerEntry
from jobs.services.budget import budget_of_day, budget_of_job
from jobs.testing import ScriptedPayload, drain, enqueue, perform, scripted
from tests.support.model_server import ModelServer, breaks, error, says, stalls
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

REQUEST = ModelRequest(task="t", model="first", messages=(Message("user", "Who?"),), inputs={}, max_tokens=1_000)
A_CENT = 10_000_000


@pytest.fixture(params=[[], ["first=0/10", "second=0/10"]], ids=["unpriced", "priced"])
def prices(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Nobody's price, or ten dollars a million: a cent for the longest answer."""
    with override_settings(LLM=settings.LLM | {"base_url": "http://127.0.0.1/v1", "prices": request.param}):
        yield request.param


@pytest.fixture
def asking(server: ModelServer) -> Iterator[None]:
    """A kind that asks one model, and those named by its value where that fails; or says what the ledger has then."""

    async def work(ctx: JobContext, payload: ScriptedPayload) -> Verdict:
        limits = Limits(connect_seconds=2.0, silence_seconds=0.4, max_bytes=200_000, max_chars=20_000)
        provider = OpenAIProvider(
            base_url=server.url, api_key="k", creative_model="m", analysis_model="m", limits=limits
        )
        names_states = payload.value == "states"
        request = replace(REQUEST, fallbacks=() if names_states else tuple(payload.value or ()))

        async def step() -> Any:
            try:
                return await ask(ctx, provider, request)
            except ProviderError:
                if not names_states:
                    raise
                return await ctx.read(states)

        try:
            return Complete(await ctx.step("write", 1, step))
        finally:
            await provider.close()

    with scripted(work):
        yield


def job(cap: int, **fields: Any) -> Job:
    return perform(enqueue(make_user().pk, max_cost_nano=cap, **fields))


def states() -> list[str]:
    return list(LedgerEntry.objects.order_by("created_at").values_list("state", flat=True))


@pytest.mark.usefixtures("asking", "prices")
class TestFailedCall:
    def test_costs_nothing_where_the_server_refused_it_and_is_made_again(self, server: ModelServer) -> None:
        server.will(error(500, "down"), says("Well", cost=0.001))
        done = job(A_CENT + A_CENT // 2)
        assert ("completed", 1, 2) == (done.status, done.attempt, len(server.asked))
        assert (["settled"], 1_000_000) == (states(), budget_of_job(done).spent)

    @pytest.mark.parametrize("sign", [breaks("half"), stalls()], ids=["cut", "timeout"])
    def test_gives_way_to_another_model_and_counts_by_its_estimate(
        self, server: ModelServer, prices: list[str], sign: Any
    ) -> None:
        server.will(sign, says("Well", cost=0.001))
        done = job(2 * A_CENT + A_CENT // 2, value=["second"])
        assert ("completed", 1, "second") == (done.status, done.attempt, server.asked[-1]["model"])
        assert ["abandoned", "settled"] == states()
        cut = LedgerEntry.objects.get(state="abandoned").estimate_nano or 0
        assert bool(prices) is (cut >= A_CENT)
        budget = budget_of_job(done)
        assert (cut + 1_000_000, 0) == (budget.spent, budget.reserved)

    @pytest.mark.parametrize(("sign", "left"), [(error(500, "down"), []), (breaks("half"), ["abandoned"])])
    def test_is_closed_before_its_attempt_ends_so_that_no_other_job_waits_for_it(
        self, server: ModelServer, sign: Any, left: list[str]
    ) -> None:
        server.will(sign)
        assert left == job(10 * A_CENT, max_attempts=1, value="states").result


@pytest.mark.usefixtures("asking")
class TestListPrice:
    def test_that_is_far_too_low_lets_one_call_past_the_cap_of_fifty_jobs_at_most(self, server: ModelServer) -> None:
        server.will(says("Well", cost=0.01))
        owner = make_user(daily_budget_nano=5 * A_CENT)
        for _ in range(50):
            enqueue(owner.pk)
        with override_settings(LLM=settings.LLM | {"base_url": "http://127.0.0.1/v1", "prices": ["first=0.01/0.01"]}):
            drain(concurrency=25)
        assert A_CENT <= budget_of_day(owner).spent <= 6 * A_CENT
        assert {"completed", "held"} == set(Job.objects.values_list("status", flat=True))

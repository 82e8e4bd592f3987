"""Asking a model on behalf of a job, over a real socket and with a real context."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from pydantic import BaseModel, Field

from generation.llm import errors
from generation.llm.asking import ask
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.provider import Message, ModelReply, ModelRequest, OnText, Usage
from jobs.errors import JobCancelled, LeaseLost
from jobs.handlers import Batch, Custodian
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.model_server import ModelServer, breaks, drips, error, event, says, stalls, streams, usage
from tests.support.waiting import wait_for_async

pytestmark = pytest.mark.once


class Knight(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    age: int = Field(ge=0)


GOOD = json.dumps({"name": "Galahad", "age": 20})
TEXT = ModelRequest(
    task="test",
    model="asked-model",
    messages=(Message("user", "Who is Galahad?"),),
    inputs={},
    timeout_seconds=5.0,
)
OBJECT = replace(TEXT, schema=Knight)


class TestAnswer:
    async def test_is_text_without_a_schema(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says(" A knight\n"))
        assert await ask(make_context(recorder), provider, TEXT) == "A knight"

    async def test_is_an_object_with_one(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says(GOOD[:9], GOOD[9:]))
        assert await ask(make_context(recorder), provider, OBJECT) == Knight(name="Galahad", age=20)

    async def test_is_shown_while_it_comes(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("A kni", "ght"), says(*GOOD))
        ctx = make_context(recorder)
        await ask(ctx, provider, TEXT, "greeting")
        await ask(ctx, provider, OBJECT, "profile")
        await ctx.flush()
        assert recorder.streamed("greeting") == "A knight"
        assert recorder.streamed("profile") == "Galahad"

    async def test_holds_nothing_a_database_cannot_bear(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        hostile = '{"name": "Ga\\u0000la\\ud800had\\u001b[2J \\ud83d\\ude00 <script>", "age": 1}'
        server.will(says(hostile), says("a\x00b\x1bc"))
        ctx = make_context(recorder)
        knight = await ask(ctx, provider, OBJECT, "name")
        assert isinstance(knight, Knight)
        assert knight.name == "Galahad[2J \U0001f600 <script>"
        assert await ask(ctx, provider, TEXT) == "abc"
        await ctx.flush()
        assert recorder.streamed("name") == knight.name


class TestLedger:
    async def test_takes_the_price_the_provider_names(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("x", cost=0.25))
        await ask(make_context(recorder), provider, TEXT)
        (row,) = recorder.settlements
        assert (row.cost_nano, row.price_source, row.model) == (250_000_000, "provider", "served-model")
        assert (row.input_tokens, row.output_tokens, row.generation_id) == (12, 7, "chatcmpl-1")

    async def test_takes_the_table_where_the_provider_names_none(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("x"))
        await ask(make_context(recorder), provider, replace(TEXT, model="gpt-4o-mini"))
        (row,) = recorder.settlements
        assert (row.cost_nano, row.price_source) == (12 * 150 + 7 * 600, "table")
        (reserved,) = recorder.reservations
        assert reserved.estimate_nano is not None
        assert reserved.estimate_nano > 2000 * 600

    async def test_knows_no_price_of_an_unknown_model(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("x"))
        await ask(make_context(recorder), provider, TEXT)
        (row,) = recorder.settlements
        assert (row.cost_nano, row.price_source) == (None, "unknown")
        assert recorder.reservations[0].estimate_nano is None

    async def test_estimates_by_what_the_model_has_cost_before(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("x"))
        recorder.rate = Decimal("1.5")
        await ask(make_context(recorder), provider, replace(TEXT, max_tokens=1000))
        assert 1500 < (recorder.reservations[0].estimate_nano or 0) < 1600

    @pytest.mark.parametrize(("rate", "times"), [(None, 1), (Decimal("0.5"), 1), (Decimal(3), 3)])
    async def test_estimates_by_list_price_or_by_what_calls_came_to_that_were_dearer(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder, rate: Decimal | None, times: int
    ) -> None:
        server.will(says("x"))
        recorder.rate = rate
        with override_settings(LLM=settings.LLM | {"prices": ["m=0/1"]}):
            await ask(make_context(recorder), provider, replace(TEXT, model="m", max_tokens=1000))
        (row,) = recorder.reservations
        assert (times * 1_000_000, rate is None) == (row.estimate_nano, row.is_untried)

    async def test_marks_what_is_simulated(self, recorder: MemoryRecorder) -> None:
        class Free:
            name = "free"
            account = ""
            simulated = True

            def default_model(self, role: Any) -> str:
                return "free"

            def writes(self, language: str) -> bool:
                return True

            async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
                return ModelReply("text", request.model, Usage(1, 2), cost_usd=Decimal("0.001"))

        await ask(make_context(recorder), Free(), TEXT)
        assert recorder.reservations[0].simulated
        assert recorder.settlements[0].price_source == "simulated"
        assert recorder.settlements[0].cost_nano == 1_000_000

    async def test_is_reserved_before_the_call(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(stalls())
        asking = asyncio.create_task(ask(make_context(recorder), provider, TEXT))

        async def asked() -> bool:
            return bool(server.asked)

        await wait_for_async(asked)
        assert len(recorder.open_reservations) == 1
        with pytest.raises(errors.ProviderTimeout):
            await asking

    @pytest.mark.parametrize("status", [400, 401, 402, 404, 429])
    async def test_forgets_a_call_that_was_refused(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder, status: int
    ) -> None:
        server.will(error(status, "no", {"Retry-After": "60"}))
        with pytest.raises(errors.ProviderError):
            await ask(make_context(recorder), provider, TEXT)
        assert recorder.reservations
        assert recorder.open_reservations == []

    @pytest.mark.parametrize("answer", [error(504, "oops"), stalls(), stalls("x"), breaks("x")])
    async def test_abandons_what_may_have_been_paid(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder, answer: Any
    ) -> None:
        server.will(answer)
        with pytest.raises(errors.ProviderError):
            await ask(make_context(recorder), provider, TEXT)
        assert (len(server.asked), []) == (len(recorder.abandoned), recorder.open_reservations)


class TestRepair:
    @pytest.mark.parametrize(
        ("bad", "fault"),
        [
            ('{"name": "Galahad", "age": -1}', "age: Must be 0 or more."),
            ("He is a knight.", "not JSON"),
            ('{"name": "Gal', "not valid JSON"),
            ('{"name": "G", "age": NaN}', "not valid JSON"),
            ("[" * 50 + '{"name":' + "[" * 9000, "not valid JSON"),
            ("", "empty"),
        ],
    )
    async def test_shows_the_fault_and_takes_the_better_reply(
        self,
        server: ModelServer,
        provider: OpenAIProvider,
        recorder: MemoryRecorder,
        bad: str,
        fault: str,
    ) -> None:
        server.will(says(bad), says(GOOD))
        assert await ask(make_context(recorder), provider, OBJECT) == Knight(name="Galahad", age=20)
        assert fault in server.asked[1]["messages"][-1]["content"]
        assert len(recorder.settlements) == 2
        assert any(fault in fact.message for fact in recorder.facts if fact.level == "warning")

    async def test_happens_once(self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder) -> None:
        server.will(says("no"))
        with pytest.raises(errors.InvalidOutput):
            await ask(make_context(recorder), provider, OBJECT)
        assert len(server.asked) == len(recorder.settlements) == 2

    async def test_is_not_tried_for_a_reply_in_a_fence(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says(f"<think>{{hm}}</think>Here:\n```json\n{GOOD}\n```"))
        assert await ask(make_context(recorder), provider, OBJECT) == Knight(name="Galahad", age=20)


class TestLength:
    async def test_is_doubled_once(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("half", finish="length"), says("whole"))
        assert await ask(make_context(recorder), provider, TEXT) == "whole"
        assert [sent["max_tokens"] for sent in server.asked] == [2000, 4000]

    async def test_is_given_up_then(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("half", finish="length"))
        with pytest.raises(errors.Truncated) as caught:
            await ask(make_context(recorder), provider, TEXT)
        assert caught.value.partial == "half"
        assert len(recorder.settlements) == 2


class TestModeration:
    async def test_ends_the_asking_and_is_paid(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(streams(event("I can", finish="content_filter"), usage()))
        with pytest.raises(errors.Moderated):
            await ask(make_context(recorder), provider, OBJECT)
        assert len(server.asked) == len(recorder.settlements) == 1


class TestWait:
    async def test_is_done_here_when_short(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(429, "slow", {"Retry-After": "0.05"}), says("x"))
        assert await ask(make_context(recorder), provider, TEXT) == "x"

    async def test_is_done_here_a_few_times_only(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(429, "slow", {"Retry-After": "0"}))
        with pytest.raises(errors.RateLimited):
            await ask(make_context(recorder), provider, TEXT)
        assert len(server.asked) == 3

    async def test_is_the_queues_when_long(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(429, "slow", {"Retry-After": "30"}))
        with pytest.raises(errors.RateLimited) as caught:
            await ask(make_context(recorder), provider, TEXT)
        assert caught.value.seconds == 30
        assert len(server.asked) == 1


class TestTime:
    async def test_of_the_job_bounds_the_call(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(drips("x", every=0.1))
        with pytest.raises(errors.ProviderTimeout) as caught:
            await ask(make_context(recorder, seconds=1.5), provider, replace(TEXT, timeout_seconds=60))
        assert caught.value.kind == "total"

    async def test_used_up_lets_no_call_begin(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        with pytest.raises(errors.ProviderTimeout):
            await ask(make_context(recorder, seconds=0.5), provider, TEXT)
        assert recorder.reservations == []


class TestCancel:
    async def test_lets_no_call_begin(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        ctx = make_context(recorder)
        ctx.request_cancel()
        with pytest.raises(JobCancelled):
            await ask(ctx, provider, TEXT)
        assert (server.asked, recorder.reservations) == ([], [])

    async def test_ends_a_reply_under_way(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(drips("x", every=0.02))
        ctx = make_context(recorder)
        asking = asyncio.create_task(ask(ctx, provider, TEXT, "text"))

        async def begun() -> bool:
            return recorder.streamed("text") != ""

        await wait_for_async(begun)
        ctx.request_cancel()
        with pytest.raises(JobCancelled):
            await asyncio.wait_for(asking, 2)
        assert len(recorder.open_reservations) == 1

    async def test_by_a_lost_lease_ends_it_too(self, server: ModelServer, provider: OpenAIProvider) -> None:
        class Losing(MemoryRecorder):
            async def write(self, custodian: Custodian, batch: Batch) -> None:
                if any(fact.type == "delta" for fact in batch.facts):
                    raise LeaseLost
                await super().write(custodian, batch)

        server.will(says("x", "y"))
        with pytest.raises(LeaseLost):
            await ask(make_context(Losing()), provider, TEXT, "text")

"""The OpenAI-compatible provider over a real socket, against a server that behaves and one that does not."""

from __future__ import annotations

import time
import traceback
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

import pytest
from pydantic import BaseModel, Field

from generation.llm import errors
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.provider import Message, ModelRequest
from jobs.errors import PermanentError, PutOff
from tests.integration.generation.llm.conftest import KEY
from tests.support.model_server import (
    Answer,
    ModelServer,
    answers,
    breaks,
    drips,
    error,
    event,
    says,
    stalls,
    streams,
    usage,
)

pytestmark = pytest.mark.once


class Knight(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    arms: list[str] = Field(max_length=3)


def request(**changes: Any) -> ModelRequest:
    given: dict[str, Any] = {
        "task": "test",
        "model": "asked-model",
        "messages": (Message("system", "Be brief."), Message("user", "Who is Galahad?")),
        "inputs": {},
        "timeout_seconds": 5.0,
        **changes,
    }
    return ModelRequest(**given)


async def failure(provider: OpenAIProvider, asked: ModelRequest | None = None) -> errors.ProviderError:
    with pytest.raises(errors.ProviderError) as caught:
        await provider.complete(asked or request())
    return caught.value


class TestReply:
    async def test_is_the_streamed_text_with_what_it_used_and_cost(
        self, server: ModelServer, provider: OpenAIProvider
    ) -> None:
        counted: dict[str, Any] = {"cost": 0.00042, "prompt_tokens_details": {"cached_tokens": 4}}
        server.will(says("A knight", " of the Grail.", **counted))
        pieces: list[str] = []

        async def on_text(piece: str) -> None:
            pieces.append(piece)

        reply = await provider.complete(request(), on_text)
        assert (reply.text, pieces) == ("A knight of the Grail.", ["A knight", " of the Grail."])
        assert (reply.model, reply.finish_reason) == ("served-model", "stop")
        assert (reply.usage.input_tokens, reply.usage.output_tokens) == (12, 7)
        assert reply.usage.details["prompt_tokens_details"] == {"cached_tokens": 4}
        assert reply.cost_usd == Decimal("0.00042")

    async def test_names_the_call_by_the_header_before_the_body(
        self, server: ModelServer, provider: OpenAIProvider
    ) -> None:
        body = (event("ready", finish="stop"), usage())
        server.will(streams(*body, headers={"X-Generation-Id": "gen-7"}), streams(*body))
        assert (await provider.complete(request())).generation_id == "gen-7"
        assert (await provider.complete(request())).generation_id == "chatcmpl-1"

    async def test_is_estimated_where_the_server_counts_nothing(
        self, server: ModelServer, provider: OpenAIProvider
    ) -> None:
        server.will(streams(event("four" * 10, finish="stop")))
        reply = await provider.complete(request())
        assert (reply.usage.output_tokens, reply.usage.details) == (10, {"estimated": 1})
        assert reply.usage.input_tokens > 0
        assert reply.cost_usd is None

    async def test_may_come_in_one_piece(self, server: ModelServer, provider: OpenAIProvider) -> None:
        choice = {"message": {"role": "assistant", "content": "whole"}, "finish_reason": "stop"}
        server.will(answers(200, {**usage(cost="0.1"), "id": "x", "choices": [choice]}))
        reply = await provider.complete(request())
        assert (reply.text, reply.cost_usd, reply.generation_id) == ("whole", Decimal("0.1"), "x")

    @pytest.mark.parametrize("cost", [-1, "NaN", "Infinity", True, "much", [1], 10**30])
    async def test_has_no_cost_where_the_server_says_nonsense(
        self, server: ModelServer, provider: OpenAIProvider, cost: Any
    ) -> None:
        server.will(says("x", cost=cost))
        assert (await provider.complete(request())).cost_usd is None

    @pytest.mark.parametrize("count", [-1, 2**40, "7", None, 1.5, True])
    async def test_is_estimated_where_the_count_is_nonsense(
        self, server: ModelServer, provider: OpenAIProvider, count: Any
    ) -> None:
        server.will(streams(event("x", finish="stop"), usage(completion_tokens=count)))
        assert (await provider.complete(request())).usage.details == {"estimated": 1}

    @pytest.mark.parametrize(
        ("said", "kept"), [("stop", "stop"), ("max_tokens", "length"), ("content_filter", "content_filter")]
    )
    async def test_ends_for_a_known_reason(
        self, server: ModelServer, provider: OpenAIProvider, said: str, kept: str
    ) -> None:
        server.will(says("x", finish=said))
        assert (await provider.complete(request())).finish_reason == kept

    async def test_survives_chunks_of_any_shape(self, server: ModelServer, provider: OpenAIProvider) -> None:
        odd: list[dict[str, Any]] = [
            {"choices": None},
            {"choices": "x", "usage": 3, "model": 4, "id": []},
            {"choices": [{"delta": {"content": ["x"]}}]},
            {"choices": [7]},
            {"choices": [{"delta": None, "finish_reason": 9}]},
        ]
        server.will(streams(": comment\n\n", "data: [1]\n\n", *odd, event("fine", finish="stop")))
        assert (await provider.complete(request())).text == "fine"


class TestRequest:
    async def test_asks_for_a_strict_schema_and_for_usage_in_the_stream(
        self, server: ModelServer, provider: OpenAIProvider
    ) -> None:
        server.will(says("{}"))
        await provider.complete(request(schema=Knight, seed=7, temperature=0.3, max_tokens=99))
        sent = server.asked[0]
        assert sent["stream_options"] == {"include_usage": True}
        assert "usage" not in sent
        assert (sent["seed"], sent["temperature"], sent["max_tokens"]) == (7, 0.3, 99)
        form = sent["response_format"]["json_schema"]
        assert (form["strict"], form["schema"]["additionalProperties"]) == (True, False)
        assert form["schema"]["required"] == ["name", "arms"]
        assert form["schema"]["properties"]["name"] == {"type": "string"}

    async def test_carries_the_key_of_the_settings(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(says("x"))
        await provider.complete(request())
        assert server.headers[0]["authorization"] == f"Bearer {KEY}"

    async def test_leaves_out_for_good_what_a_model_refuses(
        self, server: ModelServer, provider: OpenAIProvider
    ) -> None:
        server.will(
            error(400, "Unsupported value", param="temperature", code="unsupported_value"),
            error(400, "Use 'max_completion_tokens' instead", param="max_tokens"),
            error(400, "This response_format type is unavailable now"),
            says("{}"),
        )
        await provider.complete(request(schema=Knight))
        await provider.complete(request())
        third, last = server.asked[3:]
        assert "temperature" not in third
        assert (third["max_completion_tokens"], "max_tokens" in third) == (2000, False)
        assert "JSON Schema" in third["messages"][-1]["content"]
        assert "temperature" not in last

    async def test_gives_up_on_what_it_cannot_do_without(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(error(400, "temperature is bad", param="temperature"))
        assert isinstance(await failure(provider), errors.BadRequest)
        assert len(server.asked) == 2


IN_FLIGHT = {"limit_source": "openrouter_in_flight_budget"}
REFUSALS = [
    pytest.param(error(429, "slow down"), errors.RateLimited, "rate_limited", id="429"),
    pytest.param(
        error(429, "You exceeded your quota", code="insufficient_quota"),
        errors.QuotaExceeded,
        "quota",
        id="429-quota",
    ),
    pytest.param(error(402, "no credit"), errors.QuotaExceeded, "quota", id="402"),
    pytest.param(
        error(402, "busy", {"Retry-After": "9"}, metadata=IN_FLIGHT), errors.CreditBusy, "quota", id="402-busy"
    ),
    pytest.param(error(401, "Incorrect key"), errors.AuthFailed, "auth", id="401"),
    pytest.param(error(403, "not allowed"), errors.AuthFailed, "auth", id="403"),
    pytest.param(
        error(403, "flagged", metadata={"reasons": ["violence"], "flagged_input": "..."}),
        errors.Moderated,
        "moderated",
        id="403-moderated",
    ),
    pytest.param(
        error(400, "too long", code="context_length_exceeded"),
        errors.ContextLength,
        "context_length",
        id="400-code",
    ),
    pytest.param(
        error(400, "This model's maximum context length is 8192 tokens"),
        errors.ContextLength,
        "context_length",
        id="400-words",
    ),
    pytest.param(error(404, "no such model"), errors.UnknownModel, "bad_request", id="404"),
    pytest.param(error(400, "x/y is not a valid model ID"), errors.UnknownModel, "bad_request", id="400-no-model"),
    pytest.param(error(400, "no", code="model_not_found"), errors.UnknownModel, "bad_request", id="400-model-code"),
    pytest.param(error(422, "bad"), errors.BadRequest, "bad_request", id="422"),
    pytest.param(answers(200, "<html>Welcome</html>"), errors.BadRequest, "bad_request", id="web-page"),
    pytest.param(
        answers(302, {}, {"Location": "http://127.0.0.1:1/"}), errors.BadRequest, "bad_request", id="redirect"
    ),
    *(
        pytest.param(error(status, "oops"), errors.Transient, "transient", id=str(status))
        for status in (408, 409, 425, 500, 502, 503, 504, 520, 529)
    ),
    pytest.param(answers(500, "<h1>Bad gateway</h1>"), errors.Transient, "transient", id="500-page"),
    pytest.param(
        answers(200, {"error": {"code": 502, "message": "upstream"}}), errors.Transient, "transient", id="200-502"
    ),
    pytest.param(
        answers(200, {"error": {"code": 429, "message": "slow"}, "choices": None}),
        errors.RateLimited,
        "rate_limited",
        id="200-429",
    ),
    pytest.param(
        streams({"error": {"code": "rate_limit_exceeded", "message": "slow"}}),
        errors.RateLimited,
        "rate_limited",
        id="first-event-429",
    ),
    pytest.param(answers(200, {"choices": None}), errors.CutStream, "cut_stream", id="200-no-choices"),
    pytest.param(answers(200, [1]), errors.CutStream, "cut_stream", id="200-list"),
    pytest.param(streams("data: {oops\n\n"), errors.CutStream, "cut_stream", id="garbled"),
]


class TestError:
    @pytest.mark.parametrize(("answer", "kind", "word"), REFUSALS)
    async def test_is_told_by_status_and_body(
        self,
        server: ModelServer,
        provider: OpenAIProvider,
        answer: Answer,
        kind: type[errors.ProviderError],
        word: str,
    ) -> None:
        server.will(answer)
        found = await failure(provider)
        assert type(found) is kind
        assert found.error_class == word
        assert len(server.asked) == 1, "the queue retries, never the SDK"
        assert found.retryable is not isinstance(found, PermanentError | errors.Parked)

    async def test_of_a_request_that_cannot_be_sent_is_told_and_costs_nothing(
        self, server: ModelServer, provider: OpenAIProvider
    ) -> None:
        found = await failure(provider, request(messages=(Message("user", "half a pair: \ud800"),)))
        assert (errors.BadRequest, False, []) == (type(found), found.may_be_paid, server.asked)

    async def test_names_the_wait_in_seconds(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(error(429, "slow down", {"Retry-After": "42"}))
        found = await failure(provider)
        assert isinstance(found, PutOff)
        assert (found.seconds, found.retry_after) == (42.0, 42.0)

    async def test_names_the_wait_until_a_date(self, server: ModelServer, provider: OpenAIProvider) -> None:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
        server.will(error(503, "maintenance", {"Retry-After": date}))
        found = await failure(provider)
        assert isinstance(found, errors.Unavailable)
        assert 90 < found.seconds <= 100

    async def test_keeps_the_text_before_an_error_event(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(streams(event("Half a "), {"error": {"code": 502, "message": "upstream died"}}))
        found = await failure(provider)
        assert isinstance(found, errors.CutStream)
        assert (found.partial, found.may_be_paid) == ("Half a ", True)
        assert "upstream died" in str(found)

    async def test_keeps_the_text_before_a_refusal_too(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(streams(event("Half a "), {"error": {"code": "content_filter", "message": "no"}}))
        found = await failure(provider)
        assert isinstance(found, errors.Moderated)
        assert found.partial == "Half a "

    @pytest.mark.parametrize("answer", [streams(event("Half a "), done=False), breaks("Half a "), stalls("Half a ")])
    async def test_is_a_cut_stream_when_the_end_is_missing(
        self, server: ModelServer, provider: OpenAIProvider, answer: Answer
    ) -> None:
        server.will(answer)
        found = await failure(provider)
        assert isinstance(found, errors.CutStream)
        assert found.partial == "Half a "

    async def test_is_a_timeout_when_nothing_comes(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(stalls())
        found = await failure(provider)
        assert isinstance(found, errors.ProviderTimeout)
        assert (found.kind, found.may_be_paid) == ("first_byte", True)

    async def test_is_a_timeout_when_a_drip_never_ends(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(drips("x", every=0.05))
        began = time.monotonic()
        found = await failure(provider, request(timeout_seconds=0.6))
        assert isinstance(found, errors.ProviderTimeout)
        assert (found.kind, set(found.partial)) == ("total", {"x"})
        assert time.monotonic() - began < 3

    async def test_is_transient_and_free_when_nobody_listens(self, server: ModelServer) -> None:
        gone = OpenAIProvider(base_url="http://127.0.0.1:9/v1", api_key="", creative_model="m", analysis_model="m")
        found = await failure(gone)
        await gone.close()
        assert type(found) is errors.Transient
        assert not found.may_be_paid

    async def test_caps_the_text(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(says("x" * 20_001))
        assert isinstance(await failure(provider), errors.InvalidOutput)

    async def test_caps_the_bytes(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(streams(": " + "x" * 300_000, event("late", finish="stop")))
        assert isinstance(await failure(provider), errors.InvalidOutput)

    async def test_lets_the_listeners_own_errors_pass(self, server: ModelServer, provider: OpenAIProvider) -> None:
        server.will(says("x"))

        async def on_text(piece: str) -> None:
            raise ValueError("mine")

        with pytest.raises(ValueError, match="mine"):
            await provider.complete(request(), on_text)


class TestKey:
    @pytest.mark.parametrize("status", [400, 401, 429, 500])
    async def test_is_in_no_message_nor_in_the_chain(
        self, server: ModelServer, provider: OpenAIProvider, status: int
    ) -> None:
        server.will(error(status, f"Incorrect API key provided: {KEY}"))
        found = await failure(provider)
        assert found.__cause__ is None
        assert found.__context__ is None
        assert KEY not in "".join(traceback.format_exception(found))

    async def test_is_in_no_error_of_the_network(self) -> None:
        gone = OpenAIProvider(base_url="http://127.0.0.1:9/v1", api_key=KEY, creative_model="m", analysis_model="m")
        found = await failure(gone)
        await gone.close()
        assert found.__context__ is None
        assert KEY not in str(found)

"""Models that are asked where the one that was chosen does not answer, or not as it should."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from generation.llm import errors
from generation.llm.asking import ask
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.provider import Message, ModelRequest
from jobs.errors import PutOff
from jobs.handlers import Turn
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.model_server import ModelServer, breaks, error, says

pytestmark = pytest.mark.once

REQUEST = ModelRequest(
    task="t",
    model="first",
    messages=(Message("user", "Who?"),),
    inputs={},
    timeout_seconds=5.0,
    fallbacks=("second", "third"),
)


class Knight(BaseModel):
    name: str


def asked(server: ModelServer) -> list[str]:
    return [body["model"] for body in server.asked]


class TestFallback:
    @pytest.mark.parametrize(
        "answer",
        [
            error(502, "down", {"Retry-After": "30"}),
            error(429, "slow", {"Retry-After": "30"}),
            breaks("half"),
            error(400, "too long", code="context_length_exceeded"),
            says("", finish="content_filter"),
        ],
    )
    async def test_answers_for_a_model_that_does_not(
        self, answer: Any, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(answer, says("A knight"))
        assert "A knight" == await ask(make_context(recorder), provider, REQUEST)
        assert ["first", "second"] == asked(server)
        (line,) = [fact.message for fact in recorder.facts if "Asking second instead." in fact.message]
        assert line.startswith("first: ")

    async def test_is_asked_where_a_model_does_not_keep_to_the_form_when_told(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("no"), says("still no"), says(json.dumps({"name": "Galahad"})))
        assert Knight(name="Galahad") == await ask(make_context(recorder), provider, replace(REQUEST, schema=Knight))
        assert ["first", "first", "second"] == asked(server)

    async def test_is_asked_where_a_model_is_left_alone(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("A knight"))
        recorder.turns = [Turn(), Turn(wait=20.0)]
        assert "A knight" == await ask(make_context(recorder), provider, REQUEST)
        assert ["second"] == asked(server)

    async def test_is_asked_where_a_reply_does_not_fit_with_twice_the_room(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("a", finish="length"), says("b", finish="length"), says("A knight"))
        assert "A knight" == await ask(make_context(recorder), provider, REQUEST)
        assert ["first", "first", "second"] == asked(server)

    async def test_is_asked_only_once_where_models_object_to_the_content(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("", finish="content_filter"))
        with pytest.raises(errors.Moderated):
            await ask(make_context(recorder), provider, REQUEST)
        assert ["first", "second"] == asked(server)

    async def test_is_not_asked_where_the_key_is_refused_already(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        recorder.turns = [Turn(wait=200.0, reason="The provider refused the key.")]
        with pytest.raises(PutOff):
            await ask(make_context(recorder), provider, REQUEST)
        assert [] == asked(server)

    @pytest.mark.parametrize("status", [400, 401, 402, 403])
    async def test_is_not_asked_for_what_it_would_meet_too(
        self, status: int, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(status, "no"))
        with pytest.raises((errors.Refused, errors.Parked)):
            await ask(make_context(recorder), provider, REQUEST)
        assert ["first"] == asked(server)

    async def test_that_fails_too_leaves_it_to_the_queue(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(502, "down"))
        with pytest.raises(errors.Transient):
            await ask(make_context(recorder), provider, REQUEST)
        assert ["first"] * 2 + ["second"] * 2 + ["third"] * 2 == asked(server)
        recorder.turns = [Turn(), Turn(wait=20.0)] * 3
        with pytest.raises(PutOff):
            await ask(make_context(recorder), provider, REQUEST)

    async def test_shows_no_text_twice(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(breaks("A kni"), says("A knight"))
        ctx = make_context(recorder)
        await ask(ctx, provider, REQUEST, "greeting")
        await ctx.flush()
        assert "A kni" == recorder.streamed("greeting")

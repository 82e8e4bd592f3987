"""Any server that speaks OpenAI's chat completions: OpenAI, OpenRouter, vLLM, llama.cpp, Ollama, ...

Imported by `generation.llm.registry` when first needed, since the SDK is slow to load.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Literal

import openai
from django.utils.crypto import salted_hmac
from openai import AsyncStream

from generation.llm.errors import BadRequest, CutStream, ProviderError, ProviderTimeout
from generation.llm.openai_client import Clients, Limits
from generation.llm.openai_errors import in_reply, translate
from generation.llm.openai_requests import OPTIONAL, body
from generation.llm.pricing import estimate_input
from generation.llm.provider import ModelReply, ModelRequest, OnText, Usage
from generation.llm.tokens import estimate_tokens
from generation.llm.transcript import Transcript


class OpenAIProvider:
    """`base_url` empty means OpenAI's own server; `api_key` may be empty for local ones."""

    name = "openai"
    simulated = False

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        creative_model: str,
        analysis_model: str,
        limits: Limits | None = None,
    ) -> None:
        self._models = {"creative": creative_model, "analysis": analysis_model}
        self._secret = api_key
        self.account = f"{self.name} key {salted_hmac('llm account', f'{base_url} {api_key}').hexdigest()[:8]}"
        self._limits = limits or Limits()
        self._clients = Clients(base_url=base_url, api_key=api_key, limits=self._limits)
        self._refused: defaultdict[str, set[str]] = defaultdict(set)

    def default_model(self, role: Literal["creative", "analysis"]) -> str:
        return self._models[role]

    def writes(self, language: str) -> bool:
        """No model says what it cannot write."""
        return True

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        """Stream one reply. Parameters that the model refuses are left out and not sent to it again."""
        ends = asyncio.get_running_loop().time() + request.timeout_seconds
        while True:
            outcome = await self._bounded(request, on_text, asyncio.timeout_at(ends))
            if isinstance(outcome, ModelReply):
                return outcome
            if not self._can_do_without(request.model, outcome):
                raise outcome

    async def close(self) -> None:
        """Close the connections of the running event loop."""
        await self._clients.close()

    async def _bounded(
        self, request: ModelRequest, on_text: OnText | None, deadline: asyncio.Timeout
    ) -> ModelReply | ProviderError:
        """Errors are returned: raised here, they would drag the SDK's, and with it the key, behind them.

        The SDK's own time limit is per read: a slow drip would never end.
        """
        transcript = Transcript(self._limits.max_chars)
        try:
            async with deadline:
                return await self._answer(request, transcript, on_text)
        except TimeoutError:
            if not deadline.expired():
                raise
            seconds = f"{request.timeout_seconds:g}"
            message = f"The reply was not complete after {seconds} seconds."
            return ProviderTimeout(message, kind="total", partial=transcript.text)
        except ProviderError as error:
            return error
        except openai.OpenAIError as error:
            return translate(error, partial=transcript.text, secret=self._secret)

    async def _answer(self, request: ModelRequest, transcript: Transcript, on_text: OnText | None) -> ModelReply:
        try:
            stream = await self._clients.get().post(
                "/chat/completions",
                body=body(request, without=self._refused[request.model]),
                cast_to=object,
                stream=True,
                stream_cls=AsyncStream[object],
            )
        except (TypeError, ValueError) as error:  # before anything was sent
            raise BadRequest(f"The request cannot be written as JSON ({type(error).__name__}).") from None
        async with stream, aclosing(self._chunks(stream, transcript)) as chunks:
            async for chunk in chunks:
                piece = transcript.feed(chunk)
                if piece and on_text is not None:
                    await on_text(piece)
        return transcript.reply(
            asked_model=request.model,
            estimated=_estimated(request, transcript.text),
            generation_id=stream.response.headers.get("x-generation-id", ""),
        )

    async def _chunks(
        self, stream: AsyncStream[object], transcript: Transcript
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        kind = stream.response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "text/html":
            raise BadRequest("A web page answered, no model server; the operator must correct LLM_BASE_URL.")
        try:
            if kind == "application/json":
                yield self._whole(json.loads(await stream.response.aread()))
                return
            async for chunk in stream:
                if isinstance(chunk, Mapping):
                    yield chunk
        except (ValueError, RecursionError):
            raise CutStream("The reply is garbled.", partial=transcript.text) from None

    def _whole(self, answer: object) -> Mapping[str, Any]:
        """The one JSON answer of a server that does not stream, or that reports an error with status 200."""
        if not isinstance(answer, Mapping):
            raise CutStream("The reply is garbled.")
        if answer.get("error"):
            raise in_reply(answer["error"], partial="", secret=self._secret)
        return answer

    def _can_do_without(self, model: str, error: ProviderError) -> bool:
        if not isinstance(error, BadRequest):
            return False
        named = error.parameter or str(error)
        refused = next((name for name in OPTIONAL if name in named), None)
        if refused is None or refused in self._refused[model]:
            return False
        self._refused[model].add(refused)
        return True


def _estimated(request: ModelRequest, text: str) -> Usage:
    return Usage(estimate_input(request), estimate_tokens(text), {"estimated": 1})

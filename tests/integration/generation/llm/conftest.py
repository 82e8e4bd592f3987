"""A scripted model server and the provider that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from generation.llm import retries
from generation.llm.openai_client import Limits
from generation.llm.openai_compatible import OpenAIProvider
from tests.support.contexts import MemoryRecorder
from tests.support.model_server import ModelServer

KEY = "sk-secret-0123456789"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer().running() as running:
        yield running


@pytest.fixture
async def provider(server: ModelServer) -> AsyncIterator[OpenAIProvider]:
    limits = Limits(connect_seconds=2.0, silence_seconds=0.4, max_bytes=200_000, max_chars=20_000)
    made = OpenAIProvider(base_url=server.url, api_key=KEY, creative_model="m", analysis_model="m", limits=limits)
    yield made
    await made.close()


@pytest.fixture
def recorder() -> MemoryRecorder:
    return MemoryRecorder()


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FAULT_WAIT_SECONDS", 0.01)

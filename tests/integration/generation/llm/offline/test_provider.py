"""The offline provider as a provider."""

from __future__ import annotations

import pytest

from generation.llm.offline import OfflineProvider
from generation.llm.provider import Message, ModelRequest
from tests.support.offline import complete

pytestmark = pytest.mark.once


class TestProvider:
    def test_answers_an_unknown_task_in_a_few_plain_words(self):
        reply = complete("ping", {})
        assert 0 < len(reply.text) < 200
        assert reply.finish_reason == "stop"

    def test_counts_tokens_and_a_simulated_price(self):
        reply = complete("analyse", {"options": {"concept": "a lonely signalman"}})
        assert reply.usage.output_tokens == -(-len(reply.text) // 4)
        assert reply.cost_usd is not None
        assert reply.cost_usd > 0

    async def test_streams_the_whole_text_in_pieces(self):
        pieces: list[str] = []

        async def on_text(piece: str) -> None:
            pieces.append(piece)

        request = ModelRequest("analyse", "m", (Message("user", "x"),), {"options": {"concept": "a lonely signalman"}})
        reply = await OfflineProvider(latency_seconds=0).complete(request, on_text)
        assert len(pieces) > 3
        assert "".join(pieces) == reply.text

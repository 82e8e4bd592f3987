"""The gate before a provider's model: what answers tell of it, and what that spares the others."""

from __future__ import annotations

import pytest

from generation.llm import errors, gate
from generation.llm.asking import ask
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.provider import Message, ModelRequest
from jobs.errors import PutOff
from jobs.handlers import Answer, Turn
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.model_server import ModelServer, breaks, error, says

pytestmark = pytest.mark.once

REQUEST = ModelRequest(task="t", model="writer", messages=(Message("user", "Who?"),), inputs={}, timeout_seconds=5.0)
KEY = "openai/writer"


class TestGate:
    async def test_hears_how_long_the_provider_asks_to_be_left_alone(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(429, "slow", {"Retry-After": "30"}))
        with pytest.raises(errors.RateLimited):
            await ask(make_context(recorder), provider, REQUEST)
        assert [(KEY, Answer.LIMITED, 30.0)] == recorder.told

    @pytest.mark.parametrize("answer", [error(502, "down"), breaks("half")])
    async def test_hears_of_what_is_the_providers_fault(
        self, answer: object, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(answer)  # type: ignore[arg-type]  # a parameter
        with pytest.raises(errors.ProviderError):
            await ask(make_context(recorder), provider, REQUEST)
        assert [(KEY, Answer.FAILED)] * len(server.asked) == [told[:2] for told in recorder.told]

    @pytest.mark.parametrize(("status", "is_of_key"), [(401, True), (402, False), (403, False)])
    async def test_is_shut_at_once_by_what_the_operator_must_mend(
        self, status: int, is_of_key: bool, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        """The key's own for a refused key; the model's for what a person may have caused by naming that model."""
        server.will(error(status, "no"))
        with pytest.raises(PutOff) as caught:
            await ask(make_context(recorder), provider, REQUEST)
        key = provider.account if is_of_key else KEY
        assert [(key, Answer.REFUSED, errors.PARKED_SECONDS)] == recorder.told
        assert (key, errors.PARKED_SECONDS) == (caught.value.gate, caught.value.seconds)

    async def test_that_shuts_behind_a_fault_leaves_it_a_fault(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        """Else a job would never fail whose calls keep the gate shut."""
        server.will(error(502, "down"))
        recorder.turns = [Turn(), Turn(), Turn(), Turn(wait=30.0)]
        with pytest.raises(errors.Transient):
            await ask(make_context(recorder), provider, REQUEST)
        assert 1 == len(server.asked)

    async def test_is_not_waited_at_again_and_again_while_others_go_through(
        self, monkeypatch: pytest.MonkeyPatch, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        monkeypatch.setattr(gate, "PATIENCE_SECONDS", 0.03)
        recorder.turns = [Turn(), *[Turn(wait=0.02)] * 3]
        with pytest.raises(PutOff, match="because so many calls a minute are made already") as caught:
            await ask(make_context(recorder), provider, REQUEST)
        assert (1, []) == (len(recorder.turns), recorder.reservations)
        assert 0.02 <= caught.value.seconds <= 0.02 + gate.MOST_SPREAD_SECONDS

    @pytest.mark.parametrize(("seconds", "spread"), [(20.0, 2.0), (600.0, 5.0)])
    async def test_that_is_shut_is_asked_again_soon_after_it_opens(
        self, seconds: float, spread: float, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        waits = []
        for _ in range(20):
            recorder.turns = [Turn(), Turn(wait=seconds, reason="429")]
            with pytest.raises(PutOff) as caught:
                await ask(make_context(recorder), provider, REQUEST)
            waits.append(caught.value.seconds)
        assert seconds <= min(waits) < max(waits) <= seconds + spread

    async def test_of_another_key_or_server_is_another(self, provider: OpenAIProvider) -> None:
        def account(base_url: str, api_key: str) -> str:
            return OpenAIProvider(base_url=base_url, api_key=api_key, creative_model="", analysis_model="").account

        assert account("http://a", "k") == account("http://a", "k")
        assert 3 == len({account("http://a", "k"), account("http://a", "l"), account("http://b", "k")})
        assert "sk-secret" not in provider.account

    @pytest.mark.parametrize("status", [400, 413])
    async def test_hears_nothing_of_what_is_the_requests(
        self, status: int, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(error(status, "no"))
        with pytest.raises(errors.Refused):
            await ask(make_context(recorder), provider, REQUEST)
        assert [] == recorder.told

    async def test_hears_of_a_success_only_after_failures(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("A knight"))
        ctx = make_context(recorder)
        await ask(ctx, provider, REQUEST)
        assert [] == recorder.told
        recorder.turns = [Turn(tainted=True), Turn(tainted=True)]
        await ask(ctx, provider, REQUEST)
        assert [(provider.account, Answer.WELL, 0.0), (KEY, Answer.WELL, 0.0)] == recorder.told

    async def test_is_waited_at_for_a_moment_and_no_longer(
        self, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(says("A knight"))
        ctx = make_context(recorder)
        recorder.turns = [Turn(), Turn(wait=0.02), Turn()]
        assert "A knight" == await ask(ctx, provider, REQUEST)
        recorder.turns = [Turn(), Turn(wait=20.0, reason="502")]
        with pytest.raises(PutOff, match="openai/writer is left alone for 20 s: 502") as caught:
            await ask(ctx, provider, REQUEST)
        assert KEY == caught.value.gate
        assert 1 == len(server.asked) == len(recorder.reservations)

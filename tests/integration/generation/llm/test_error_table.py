"""The table of errors, row by row: what one attempt makes of each answer, and what the queue does then."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from generation.llm import errors
from generation.llm.asking import ask
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.provider import Message, ModelRequest
from jobs.handlers import Answer as Told
from jobs.states import AttemptOutcome
from jobs.worker.verdicts import settle_for_error
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.model_server import Answer, ModelServer, answers, breaks, error, says, stalls, streams

pytestmark = pytest.mark.once

REQUEST = ModelRequest(task="t", model="first", messages=(Message("user", "Who?"),), inputs={}, timeout_seconds=60)
IN_FLIGHT = {"limit_source": "openrouter_in_flight_budget"}
LATER, FAILED, ERROR = AttemptOutcome.SNOOZED, AttemptOutcome.FAILED, AttemptOutcome.ERROR


@dataclass(frozen=True)
class Row:
    """`calls` of the same model in the first of three attempts; `then`: put off without a failure, tried again with
    one counted, or failed for good. `gate` is what its gate is told, the key's where `of_key`."""

    name: str
    sign: Answer
    word: str
    calls: int
    then: AttemptOutcome
    has_fallback: bool
    gate: Told | None
    says: str
    of_key: bool = False
    may_be_paid: bool = False

    @property
    def request(self) -> ModelRequest:
        """Only what never answers is waited for to the end."""
        return replace(REQUEST, timeout_seconds=2) if self.word == "timeout" else REQUEST


ROWS = [
    Row("429", error(429, "slow", {"Retry-After": "40"}), "rate_limited", 1, LATER, True, Told.LIMITED, "limits how"),
    Row(
        "429 in a moment", error(429, "", {"Retry-After": "0"}), "rate_limited", 3, LATER, True, Told.LIMITED, "limits"
    ),
    Row("402", error(402, "no"), "quota", 1, LATER, False, Told.REFUSED, "out of credit"),
    Row(
        "429 for want of credit",
        error(429, "no", code="insufficient_quota"),
        "quota",
        1,
        LATER,
        False,
        Told.REFUSED,
        "out of credit",
    ),
    Row(
        "402 in flight",
        error(402, "busy", {"Retry-After": "9"}, metadata=IN_FLIGHT),
        "quota",
        1,
        LATER,
        True,
        Told.LIMITED,
        "tied up",
    ),
    Row("401", error(401, "no"), "auth", 1, LATER, False, Told.REFUSED, "LLM_API_KEY", of_key=True),
    Row("403", error(403, "no"), "auth", 1, LATER, False, Told.REFUSED, "what that key may do"),
    Row(
        "403 for the content",
        error(403, "no", metadata={"reasons": ["violence"]}),
        "moderated",
        1,
        FAILED,
        True,
        None,
        "(violence)",
    ),
    Row("content_filter", says("", finish="content_filter"), "moderated", 1, FAILED, True, None, "objects"),
    Row(
        "context length",
        error(400, "long", code="context_length_exceeded"),
        "context_length",
        1,
        FAILED,
        True,
        None,
        "larger window",
    ),
    Row("404", error(404, "no"), "bad_request", 1, FAILED, True, None, "no such model"),
    *(
        Row(str(code), error(code, "bad"), "bad_request", 1, FAILED, False, None, f"HTTP {code}")
        for code in (400, 413, 422)
    ),
    *(
        Row(str(code), error(code, "down"), "transient", 2, ERROR, True, Told.FAILED, "a fault")
        for code in (409, 425, 500, 502, 503, 520, 529)
    ),
    *(
        Row(str(code), error(code, "late"), "transient", 2, ERROR, True, Told.FAILED, "a fault", may_be_paid=True)
        for code in (408, 504, 524)
    ),
    Row(
        "503 with a time",
        error(503, "down", {"Retry-After": "40"}),
        "transient",
        1,
        ERROR,
        True,
        Told.FAILED,
        "a fault",
    ),
    Row(
        "200 with an error",
        answers(200, {"error": {"code": 502, "message": "x"}}),
        "transient",
        2,
        ERROR,
        True,
        Told.FAILED,
        "a fault",
    ),
    Row(
        "200 with an error in its stream",
        streams({"error": {"code": 502, "message": "x"}}),
        "transient",
        2,
        ERROR,
        True,
        Told.FAILED,
        "a fault",
        may_be_paid=True,
    ),
    Row("no answer", stalls(), "timeout", 1, ERROR, True, Told.FAILED, "did not begin", may_be_paid=True),
    Row("cut", breaks("half"), "cut_stream", 1, ERROR, True, Told.FAILED, "broke", may_be_paid=True),
    Row("truncated", says("half", finish="length"), "truncated", 2, FAILED, True, None, "4,000 tokens"),
    Row("empty", says(""), "invalid_output", 2, ERROR, True, None, "empty"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
class TestRow:
    async def test_says_what_one_attempt_does_and_the_queue_after_it(
        self, row: Row, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(row.sign)
        with pytest.raises(errors.ProviderError) as caught:
            await ask(make_context(recorder), provider, row.request)
        report = settle_for_error(caught.value, asked=False)
        assert report is not None
        key = provider.account if row.of_key else "openai/first"
        assert (row.then, row.calls) == (report.outcome, len(server.asked))
        assert (2 if row.word == "timeout" else None) == report.most_failures
        assert ([(key, row.gate)] * row.calls if row.gate else []) == [told[:2] for told in recorder.told]
        assert (row.word, row.says in str(caught.value)) == (caught.value.error_class, True)
        assert (row.calls if row.may_be_paid else 0, []) == (len(recorder.abandoned), recorder.open_reservations)

    async def test_says_whether_another_model_is_asked(
        self, row: Row, server: ModelServer, provider: OpenAIProvider, recorder: MemoryRecorder
    ) -> None:
        server.will(*[row.sign] * row.calls, says("A knight"))
        asking = ask(make_context(recorder), provider, replace(row.request, fallbacks=("second",)))
        if row.has_fallback:
            assert "A knight" == await asking
        else:
            with pytest.raises(errors.ProviderError):
                await asking
        assert row.has_fallback is (server.asked[-1]["model"] == "second")

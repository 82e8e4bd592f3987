"""`manage.py check_provider`: one tiny call, explained."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.integration.generation.llm.conftest import KEY
from tests.support.model_server import Answer, ModelServer, answers, error, says, stalls

pytestmark = pytest.mark.once


@pytest.fixture
def llm(server: ModelServer) -> Iterator[None]:
    given = {"provider": "openai", "base_url": server.url, "api_key": KEY, "creative_model": "default-model"}
    with override_settings(LLM={**settings.LLM, **given}):
        yield


def check(**options: Any) -> str:
    out = StringIO()
    call_command("check_provider", stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("llm")
class TestCheckProvider:
    def test_reports_the_model_and_what_it_cost(self, server: ModelServer) -> None:
        server.will(says("ready", cost=0.000003))
        report = check()
        assert "served-model answered in" in report
        assert "12 tokens in, 7 out, $0.000003 (provider)" in report
        assert server.asked[0]["model"] == "default-model"
        assert server.asked[0]["max_tokens"] <= 16

    def test_says_when_the_cost_is_unknown(self, server: ModelServer) -> None:
        server.will(says("ready"))
        assert "cost unknown" in check()

    def test_calls_the_model_it_is_told(self, server: ModelServer) -> None:
        server.will(says("ready"))
        check(model="other")
        assert server.asked[0]["model"] == "other"

    @pytest.mark.parametrize(
        ("answer", "code", "words"),
        [
            (error(401, f"Incorrect API key provided: {KEY}"), 3, "LLM_API_KEY"),
            (error(402, "no credit"), 4, "Add credit"),
            (error(429, "slow"), 5, "Wait"),
            (error(404, "The model `nope` does not exist"), 6, "model's name"),
            (answers(200, "<html>"), 6, "LLM_BASE_URL"),
            (error(503, "down"), 7, "network"),
            (answers(200, {"choices": None}), 8, "Try again"),
        ],
    )
    def test_explains_the_fault(self, server: ModelServer, answer: Answer, code: int, words: str) -> None:
        server.will(answer)
        with pytest.raises(CommandError, match=words) as caught:
            check(timeout=30)
        assert caught.value.returncode == code
        assert KEY not in str(caught.value)
        assert str(caught.value).startswith("default-model: ")

    def test_explains_a_server_that_says_nothing(self, server: ModelServer) -> None:
        server.will(stalls())
        with pytest.raises(CommandError, match="network") as caught:
            check(timeout=0.5)
        assert caught.value.returncode == 7

    def test_explains_an_address_where_nobody_listens(self) -> None:
        with (
            override_settings(LLM={**settings.LLM, "base_url": "http://127.0.0.1:9/v1"}),
            pytest.raises(CommandError, match="could not be reached") as caught,
        ):
            check()
        assert caught.value.returncode == 7

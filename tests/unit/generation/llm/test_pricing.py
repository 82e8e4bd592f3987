from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from generation.llm.pricing import Price, Rate, estimate_nano, list_price, price_reply
from generation.llm.provider import Message, ModelReply, ModelRequest, Usage

USAGE = Usage(1_000_000, 100_000)


def reply(model: str, cost: Decimal | None = None) -> ModelReply:
    return ModelReply("x", model, USAGE, cost_usd=cost)


@pytest.fixture
def llm() -> Iterator[dict[str, Any]]:
    """The settings in force, free to be changed."""
    given: dict[str, Any] = {**settings.LLM, "base_url": "", "prices": []}
    with override_settings(LLM=given):
        yield given


class TestPrice:
    def test_is_the_providers_own_first(self, llm: dict[str, Any]) -> None:
        assert price_reply(reply("gpt-4o-mini", Decimal("0.5")), "", simulated=False) == Price(500_000_000, "provider")

    def test_is_the_tables_else(self, llm: dict[str, Any]) -> None:
        assert price_reply(reply("gpt-4o-mini-2024-07-18"), "gpt-4o-mini", simulated=False) == Price(
            210_000_000, "table"
        )

    def test_is_the_operators_before_the_tables(self, llm: dict[str, Any]) -> None:
        llm["prices"] = ["gpt-4o-mini=1/2"]
        priced = price_reply(reply("gpt-4o-mini-2024-07-18"), "gpt-4o-mini", simulated=False)
        assert priced == Price(1_200_000_000, "table")

    def test_of_nothing_is_zero_only_where_the_operator_says_so(self, llm: dict[str, Any]) -> None:
        llm["prices"] = ["own=0/0"]
        assert price_reply(reply("own"), "own", simulated=False) == Price(0, "table")

    def test_is_unknown_rather_than_guessed_from_a_name(self, llm: dict[str, Any]) -> None:
        llm["base_url"] = "http://127.0.0.1:8080/v1"
        assert price_reply(reply("gpt-4o-mini"), "gpt-4o-mini", simulated=False) == Price(None, "unknown")

    def test_is_looked_up_under_the_servers_own_list(self, llm: dict[str, Any]) -> None:
        llm["base_url"] = "https://openrouter.ai/api/v1"
        assert list_price(["openai/gpt-4o-mini"], USAGE) == Decimal("0.21")

    def test_counts_cached_input_at_its_own_rate(self, llm: dict[str, Any]) -> None:
        cached = Usage(1_000_000, 0, {"prompt_tokens_details": {"cached_tokens": 1_000_000}})
        price = list_price(["gpt-4o-mini"], cached)
        assert price is not None
        assert price < Decimal("0.15")

    def test_of_a_simulated_call_is_marked(self, llm: dict[str, Any]) -> None:
        assert price_reply(reply("m", Decimal(1)), "m", simulated=True) == Price(10**9, "simulated")


class TestEstimate:
    def test_counts_the_whole_reply_that_is_allowed(self, llm: dict[str, Any]) -> None:
        request = ModelRequest("t", "gpt-4o-mini", (Message("user", "x" * 4000),), {}, max_tokens=1000)
        assert estimate_nano(request) == 1004 * 150 + 1000 * 600

    def test_is_none_for_an_unknown_model(self, llm: dict[str, Any]) -> None:
        assert estimate_nano(ModelRequest("t", "no-such-model", (), {})) is None


class TestRate:
    @pytest.mark.parametrize(
        "text", ["", "m", "m=", "m=1", "1/2", "=1/2", "m=1/2/3", "m=a/b", "m=-1/2", "m=1/NaN", "m=1/Infinity"]
    )
    def test_refuses_what_is_no_model_with_two_prices(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"negative|INPUT/OUTPUT"):
            Rate.parse(text)

    def test_takes_names_with_any_sign(self) -> None:
        assert Rate.parse("meta/llama-3:free=1 = 0.15/0.60") == (
            "meta/llama-3:free=1",
            Rate(Decimal("0.15"), Decimal("0.60")),
        )

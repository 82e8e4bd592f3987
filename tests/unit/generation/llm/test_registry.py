from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from generation.llm.checks import check_llm
from generation.llm.openai_compatible import OpenAIProvider
from generation.llm.registry import ANALYSIS_MODEL, CREATIVE_MODEL, provider

KEY = "sk-secret-0123456789"


def llm(**changes: Any) -> override_settings:
    bare = {"provider": "openai", "base_url": "", "api_key": "", "creative_model": "", "analysis_model": ""}
    return override_settings(LLM={**settings.LLM, **bare, "prices": [], **changes})


def faults(**changes: Any) -> list[str]:
    with llm(**changes):
        found = check_llm(None)
    for fault in found:
        assert fault.hint, "every fault names its fix"
        assert KEY not in f"{fault.msg} {fault.hint}"
    return [str(fault.id) for fault in found]


class TestProvider:
    def test_is_made_once(self) -> None:
        with llm(api_key=KEY):
            assert provider() is provider()

    def test_follows_the_settings(self) -> None:
        with llm(api_key=KEY):
            first = provider()
        with llm(api_key=KEY, creative_model="other"):
            assert provider() is not first

    @pytest.mark.parametrize(
        ("given", "creative", "analysis"),
        [
            ({}, CREATIVE_MODEL, ANALYSIS_MODEL),
            ({"creative_model": "big"}, "big", ANALYSIS_MODEL),
            ({"base_url": "http://localhost:1/v1", "creative_model": "big"}, "big", "big"),
            (
                {"base_url": "http://localhost:1/v1", "creative_model": "big", "analysis_model": "small"},
                "big",
                "small",
            ),
        ],
    )
    def test_has_a_model_for_each_role(self, given: dict[str, str], creative: str, analysis: str) -> None:
        with llm(**given):
            made = provider()
        assert isinstance(made, OpenAIProvider)
        assert (made.default_model("creative"), made.default_model("analysis")) == (creative, analysis)

    def test_of_a_bad_name_is_refused(self) -> None:
        with llm(provider="gpt"), pytest.raises(ImproperlyConfigured, match="offline, openai"):
            provider()


class TestCheck:
    @pytest.mark.parametrize(
        "given",
        [
            {"provider": "offline"},
            {"api_key": KEY},
            {"base_url": "http://127.0.0.1:8080/v1", "creative_model": "m"},
            {"base_url": "http://ollama:11434/v1", "creative_model": "m", "api_key": KEY},
            {"base_url": "https://openrouter.ai/api/v1", "creative_model": "m", "api_key": KEY},
            {"provider": "offline", "prices": ["m=0.15/0.60"]},
        ],
    )
    def test_is_silent_when_all_is_well(self, given: dict[str, Any]) -> None:
        assert faults(**given) == []

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            ({"provider": "gpt"}, "E001"),
            ({}, "E002"),
            ({"base_url": "http://127.0.0.1:8080/v1"}, "E003"),
            ({"base_url": "openrouter.ai/api/v1", "creative_model": "m"}, "E004"),
            ({"base_url": "ftp://example.org/v1", "creative_model": "m"}, "E004"),
            ({"base_url": "http://[::1/v1", "creative_model": "m"}, "E004"),
            ({"base_url": "http://host:99999/v1", "creative_model": "m"}, "E004"),
            ({"base_url": f"https://user:{KEY}@example.org/v1", "creative_model": "m"}, "E004"),
            ({"base_url": f"https://example.org/v1?key={KEY}", "creative_model": "m"}, "E004"),
            ({"base_url": "http://example.org/v1", "creative_model": "m", "api_key": KEY}, "W001"),
            ({"provider": "offline", "prices": ["m=cheap"]}, "E005"),
        ],
    )
    def test_names_the_fault(self, given: dict[str, Any], fault: str) -> None:
        assert faults(**given) == [f"generation.{fault}"]

    def test_runs_with_all_others(self) -> None:
        with llm():
            assert "generation.E002" in [fault.id for fault in run_checks()]

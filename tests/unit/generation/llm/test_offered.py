"""Models that people may choose to talk with."""

from __future__ import annotations

from django.test import override_settings

from generation.llm.offered import offered_models
from tests.support.talker import talking


class TestOfferedModels:
    def test_are_the_providers_own_where_none_are_named(self) -> None:
        with talking():
            assert ("talker-creative", "talker-analysis") == offered_models()

    def test_are_those_that_are_named_after_the_sites_own(self) -> None:
        with talking(), override_settings(CHAT_MODELS=["large", "talker-creative", "small"]):
            assert ("talker-creative", "large", "small") == offered_models()

    def test_are_none_where_no_model_has_a_name(self) -> None:
        with talking() as talker:
            talker.default_model = lambda role: ""  # type: ignore[method-assign]
            assert () == offered_models()

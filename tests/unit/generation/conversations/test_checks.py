"""The settings of chats, checked at start-up."""

from __future__ import annotations

import pytest
from django.test import override_settings

from generation.conversations.checks import check_chat_models, check_chat_room


class TestCheckChatRoom:
    @pytest.mark.parametrize(("whole", "reply"), [(16_000, 1_000), (32, 16), (2_000, 1_000)])
    def test_lets_a_reply_have_up_to_half(self, whole: int, reply: int) -> None:
        with override_settings(CHAT_CONTEXT_TOKENS=whole, CHAT_REPLY_TOKENS=reply):
            assert [] == check_chat_room(None)

    @pytest.mark.parametrize(("whole", "reply"), [(2_000, 1_001), (16_000, 0), (0, 0), (-5, 100)])
    def test_names_both_settings_where_they_do_not_fit(self, whole: int, reply: int) -> None:
        with override_settings(CHAT_CONTEXT_TOKENS=whole, CHAT_REPLY_TOKENS=reply):
            (error,) = check_chat_room(None)
        assert f"CHAT_REPLY_TOKENS={reply} is not from 16 to half of CHAT_CONTEXT_TOKENS={whole}." == error.msg


class TestCheckChatModels:
    def test_takes_names(self) -> None:
        with override_settings(CHAT_MODELS=["gpt-4.1-mini", "m" * 120]):
            assert [] == check_chat_models(None)

    @pytest.mark.parametrize("model", ["", " ", "m" * 121])
    def test_refuses_what_cannot_be_kept(self, model: str) -> None:
        with override_settings(CHAT_MODELS=["gpt-4.1-mini", model]):
            (error,) = check_chat_models(None)
        assert error.msg.startswith("CHAT_MODELS holds")

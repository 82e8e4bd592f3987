"""A chat turn as a request to a model."""

from __future__ import annotations

from generation.cards.card import CardData
from generation.conversations.asking import reply_request
from generation.conversations.prompt import prompt_of
from tests.support.lore import said, setting


class TestReplyRequest:
    def test_tells_the_cards_texts_with_their_macros_written_out(self) -> None:
        card = CardData(name="Zoe", description="{{char}} keeps the ferry. Friend of {{user}}.{{// old}}")
        place, turns = setting(user_name="Mia"), said("Hello?")
        request = reply_request(card, prompt_of(card, turns, place), turns, place, model="m")
        assert "Zoe keeps the ferry. Friend of Mia." == request.inputs["card"]["description"]

"""What a character may say first."""

from __future__ import annotations

from generation.cards.card import CardData
from generation.conversations.greetings import greetings_of, spoken

CARD = CardData(name="Aria", first_mes=" ", alternate_greetings=["Well?", "", "Later."])


class TestGreetings:
    def test_are_numbered_from_the_first_message(self) -> None:
        assert (" ", "Well?", "", "Later.") == greetings_of(CARD)

    def test_are_offered_where_they_say_something(self) -> None:
        assert [1, 3] == spoken(CARD)

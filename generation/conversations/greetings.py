"""What a character may say first."""

from __future__ import annotations

from generation.cards.card import CardData


def greetings_of(card: CardData) -> tuple[str, ...]:
    """By their numbers: 0 is `first_mes`, the alternates follow. One that is blank says nothing."""
    return (card.first_mes, *card.alternate_greetings)


def spoken(card: CardData) -> list[int]:
    """The numbers of those that say something."""
    return [number for number, text in enumerate(greetings_of(card)) if text.strip()]

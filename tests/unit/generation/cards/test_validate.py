"""What a card is refused for before it is written."""

from __future__ import annotations

from typing import Any

import pytest

from generation.cards.card import Book, BookEntry, CardData
from generation.cards.validate import validate
from generation.errors import InvalidCard


def card(**given: Any) -> CardData:
    return CardData(name="Ada", description="Digs.", first_mes="Hello.").model_copy(update=given)


def with_entry(**given: Any) -> CardData:
    first = BookEntry(keys=["lamp"], content="It burns.").model_copy(update=given)
    return card(character_book=Book(entries=[first, BookEntry(keys=["mine"], content="Deep.", id=1)]))


class TestValidate:
    def test_accepts_a_good_card(self) -> None:
        validate(with_entry())

    @pytest.mark.parametrize(
        ("faulty", "field"),
        [
            (card(name=""), "data.name"),
            (card(description="  "), "data.description"),
            (card(first_mes=""), "data.first_mes"),
            (card(tags=["ok", 3]), "data.tags.1"),
            (card(scenario=None), "data.scenario"),
            (card(extensions=[]), "data.extensions"),
            (card(character_version=1), "data.character_version"),
            (card(description="a\x00b"), "data"),
            (with_entry(keys=[]), "data.character_book.entries.0.keys"),
            (with_entry(keys=["a, b"]), "data.character_book.entries.0.keys"),
            (with_entry(keys=["MINE"]), "data.character_book.entries.1.keys"),
            (with_entry(content=" "), "data.character_book.entries.0.content"),
            (with_entry(id="one"), "data.character_book.entries.0.id"),
            (with_entry(id=1), "data.character_book.entries"),
            (with_entry(position=4), "data.character_book.entries.0.position"),
            (with_entry(enabled="yes"), "data.character_book.entries.0.enabled"),
            (with_entry(selective=True), "data.character_book.entries.0.secondary_keys"),
        ],
    )
    @pytest.mark.filterwarnings("ignore:Pydantic serializer warnings:UserWarning")
    def test_names_what_is_wrong(self, faulty: CardData, field: str) -> None:
        with pytest.raises(InvalidCard) as caught:
            validate(faulty)
        assert [fault for fault in caught.value.faults if fault.startswith(field)]

    def test_lets_a_constant_entry_have_no_keys(self) -> None:
        validate(with_entry(keys=[], constant=True))

"""Readers that nobody here wrote open our files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aichar
import pytest
import tavern_card

from generation.cards import v2, v3
from generation.cards.card import CardData
from generation.cards.export import export
from tests.support.cards import make_options, write


@pytest.fixture(scope="module")
def card() -> CardData:
    return write(make_options(name="Ada Flínt", lore_entries=18, lore_decorators=True, group_greetings=1))


def png(card: CardData, spec: str = "both", **options: Any) -> bytes:
    return export(card, "png", spec=spec, tone="epic", **options).content


class TestAichar:
    """Reads the V1 fields at the root of the `chara` text."""

    @pytest.mark.parametrize("spec", ["both", "v2"])
    def test_reads_the_png(self, card: CardData, spec: str, tmp_path: Path) -> None:
        file = tmp_path / "card.png"
        file.write_bytes(png(card, spec))
        character = aichar.load_character_card_file(str(file))
        assert card.name == character.name
        assert card.first_mes == character.greeting_message
        assert card.mes_example == character.example_messages
        assert card.scenario == character.scenario
        assert card.personality == character.personality

    def test_would_find_nothing_without_the_v1_fields(self, card: CardData, tmp_path: Path) -> None:
        file = tmp_path / "card.png"
        file.write_bytes(png(card, backfill_v1=False))
        assert "" == aichar.load_character_card_file(str(file)).name


class TestTavernCard:
    """Reads `ccv3`, else `chara`, and brings every version into the shape of V2."""

    def test_reads_the_v3_card_of_a_png(self, card: CardData) -> None:
        read = tavern_card.parse_png_card(png(card))
        assert v3.SPEC == read["spec"]
        assert v3.document(card)["data"]["character_book"] == read["data"]["character_book"]

    def test_reads_the_v2_card_of_a_png(self, card: CardData) -> None:
        read = tavern_card.parse_png_card(png(card, "v2"))
        assert v2.SPEC == read["spec"]
        assert 18 == len(read["data"]["character_book"]["entries"])

    @pytest.mark.parametrize(("form", "document"), [("v2", v2.document), ("v3", v3.document)])
    def test_reads_the_json(self, card: CardData, form: Any, document: Any) -> None:
        read = tavern_card.parse_card(export(card, form, spec="both", tone="epic").content)
        # It forgets what V2 has no place for.
        assert {name: document(card)["data"][name] for name in read["data"]} == read["data"]

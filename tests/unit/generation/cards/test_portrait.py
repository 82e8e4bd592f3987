from __future__ import annotations

import io
from typing import get_args

import pytest
from PIL import Image

from generation.cards.options.voice import Tone
from generation.cards.palettes import PALETTES
from generation.cards.portrait import draw


def opened(image: bytes) -> Image.Image:
    return Image.open(io.BytesIO(image)).convert("RGB")


class TestDraw:
    @pytest.mark.parametrize("name", ["Sir Galahad", "玉藻前", "Zoë", "!!!", "x" * 200, "A\u0301", "🦊", ""])
    def test_takes_any_name(self, name: str) -> None:
        assert (400, 600) == opened(draw(name)).size

    def test_is_the_same_for_the_same_name_and_tone(self) -> None:
        assert draw("Ada", "epic") == draw("Ada", "epic")

    def test_differs_by_name(self) -> None:
        assert draw("Ada") != draw("Bo")

    def test_differs_by_tone(self) -> None:
        assert len({draw("Ada", tone) for tone in PALETTES}) == len(PALETTES)

    def test_is_a_picture_and_not_a_grey_square(self) -> None:
        colours = opened(draw("Ada", "warm")).resize((100, 150)).getcolors(maxcolors=15_000)
        assert colours is not None
        assert len(colours) > 500

    def test_carries_no_text_of_its_own(self) -> None:
        assert {} == Image.open(io.BytesIO(draw("Ada"))).info


class TestPalettes:
    def test_exist_for_every_tone(self) -> None:
        assert set(PALETTES) == set(get_args(Tone))

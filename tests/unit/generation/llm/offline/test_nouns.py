"""One and many."""

from __future__ import annotations

import pytest

from generation.llm.offline.nouns import is_plural, plural, singular


class TestPlural:
    @pytest.mark.parametrize(
        ("noun", "written"),
        [
            ("ferryman", "ferrymen"),
            ("midwife", "midwives"),
            ("lady", "ladies"),
            ("witch", "witches"),
            ("tailor", "tailors"),
        ],
    )
    def test_is_regular_where_the_noun_is(self, noun, written):
        assert plural(noun) == written


class TestSingular:
    @pytest.mark.parametrize(
        ("noun", "written"),
        [
            ("foxes", "fox"),
            ("witches", "witch"),
            ("ponies", "pony"),
            ("fishermen", "fisherman"),
            ("women", "woman"),
            ("people", "person"),
            ("ghosts", "ghost"),
            ("zombies", "zombie"),
            ("shoes", "shoe"),
        ],
    )
    def test_is_one_of_them(self, noun, written):
        assert singular(noun) == written

    @pytest.mark.parametrize("noun", ["octopus", "princess", "lens", "crisis", "gas", "king's", "specimen", "atlas"])
    def test_leaves_one_alone(self, noun):
        assert singular(noun) == noun
        assert not is_plural(noun)

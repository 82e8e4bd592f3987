"""Prose styles."""

from __future__ import annotations

import pytest

from generation.llm.offline.styling import styled, terse


class TestTerse:
    @pytest.mark.parametrize(
        ("template", "written"),
        [
            ("{They} [nod], and {they} [wait]; it rains.", "{They} [nod]. {They} [wait]. It rains."),
            ("{Person} is right, and nobody likes it.", "{Person} is right. Nobody likes it."),
            ("{Name} has bread, salt and time.", "{Name} has bread, salt and time."),
            ("{C} [nod], as if the floor might object.", "{C} [nod]."),
        ],
    )
    def test_parts_sentences(self, template, written):
        assert terse(template) == written


class TestStyled:
    def test_leaves_other_styles_alone(self):
        assert styled("ornate")("{They} [nod]; it rains.") == "{They} [nod]; it rains."

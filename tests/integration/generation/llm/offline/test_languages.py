"""Cards in the languages that the provider writes."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.support.offline import MACRO, runs, write_card

pytestmark = pytest.mark.once


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "word"),
        [("fr", "mots"), ("de", "Worten"), ("es", "palabras"), ("it", "parole"), ("pt", "palavras"), ("nl", "woorden")],
    )
    def test_write_the_whole_card(self, language, word):
        card = write_card("Odile Brenner, signalwoman by the northern line", language=language)
        assert word in card.profile.description.split("\n")[0]
        assert "Odile Brenner" in card.profile.description
        assert len({entry.title for entry in card.lore}) == 18
        seen = Counter(run for entry in card.lore for run in runs(entry.content))
        assert [run for run, times in seen.items() if times > 1] == []
        assert not re.search(r"\b(?:the|and|with|her)\b", " ".join([*card.greetings, *(e.content for e in card.lore)]))
        assert not re.search(r"[{}\[\]<>@~^]|  ", MACRO.sub("x", " ".join(card.texts().values())))

    def test_fall_back_to_english_with_a_note(self):
        assert "so the texts are in English" in write_card("a lonely signalman", language="fi").profile.creator_notes

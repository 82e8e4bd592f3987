"""What is understood of other scripts."""

from __future__ import annotations

import pytest

from generation.llm.offline.reading.glossary import glosses
from generation.llm.offline.reading.scripts import CHINESE, HEBREW, KOREAN, RUSSIAN, script_of


class TestGlosses:
    def test_stand_in_the_order_of_the_text(self):
        assert {"도쿄": "tokyo", "병원": "hospital", "간호사": "nurse"} == glosses("도쿄 병원의 간호사", KOREAN)

    def test_take_the_longest_word(self):
        assert {"上海": "shanghai"} == glosses("上海", CHINESE)

    def test_take_no_part_of_another_word(self):
        assert {} == glosses("который", RUSSIAN)

    def test_look_past_what_is_joined_to_a_word(self):
        assert {"ירושלים": "jerusalem"} == glosses("בירושלים", HEBREW)


class TestScriptOf:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("서울의 서점", "Korean"),
            ("京都の本屋", "Japanese"),
            ("上海的书店", "Chinese"),
            ("Дом на море", "Russian"),
            ("το νησί", "Greek"),
            ("منارة", "Arabic"),
            ("מגדלור", "Hebrew"),
            ("दिल्ली", "Hindi"),
            ("ประภาคาร", "Thai"),
            ("შუქურა", "a script of its own"),
        ],
    )
    def test_knows_the_commonest(self, text, language):
        script = script_of(text)
        assert script is not None
        assert script.language == language

    @pytest.mark.parametrize("text", ["a baker", "a baker in 서울", "Éloïse", "?", ""])
    def test_is_none_for_latin_and_for_no_letters(self, text):
        assert script_of(text) is None

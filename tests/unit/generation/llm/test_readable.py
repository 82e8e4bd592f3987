import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.llm.cleaning import clean
from generation.llm.readable import ReadableText

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for child in children for text in strings(child)]


class TestReadableText:
    @settings(max_examples=40)
    @given(value=VALUES, ascii_only=st.booleans(), size=st.integers(1, 7))
    def test_gives_every_string_value_and_no_key(self, value: Any, ascii_only: bool, size: int) -> None:
        source = json.dumps(value, ensure_ascii=ascii_only)
        reader = ReadableText()
        read = "".join(reader.feed(source[at : at + size]) for at in range(0, len(source), size))
        without = str.maketrans("", "", "\b\f")
        assert read == "\n".join(clean(text.translate(without)) for text in strings(value))

    def test_gives_what_is_there_of_a_value_under_way(self) -> None:
        assert ReadableText().feed('{"name": "Sir Gal') == "Sir Gal"

    @pytest.mark.parametrize("source", ['"\\uZZZZx"', ']]}}"x"', '{,:,"a":"x"}', '"\\ud800x"', '"\\qx"'])
    def test_stumbles_over_nothing(self, source: str) -> None:
        assert ReadableText().feed(source).endswith("x")

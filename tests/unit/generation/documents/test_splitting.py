"""Splitting: what every way of it owes, whatever the text."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generation.documents.splitting import context_before, split
from jobs.handlers import Span

# Letters that must not be parted, line ends, signs of Markdown, and anything else.
PIECES = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        "漢字",
        "👨\u200d👩\u200d👧",
        "🇩🇪",
        "\r\n",
        "\n\n",
        " ",
        ". ",
        "# Head\n",
        "- x\n",
        "```\n",
        "|a|b|\n",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=120).map("".join)
LONGEST_LETTER = 12


def parts(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


class TestSplit:
    @settings(max_examples=60, deadline=None)
    @given(text=TEXTS, most=st.integers(1, 60), markdown=st.booleans())
    @example(text="x" * 5000, most=7, markdown=False)
    @example(text="\r\n" * 3000, most=3, markdown=True)
    def test_gives_parts_within_the_limit_that_join_to_the_text(self, text: str, most: int, markdown: bool) -> None:
        spans = split(text, most, markdown=markdown)
        assert text == "".join(parts(text, spans))
        assert list(range(len(spans))) == [span.index for span in spans]
        assert all(1 <= span.end - span.start <= most for span in spans)
        assert all(one.end == other.start for one, other in pairwise(spans))
        assert (not text) == (not spans)

    @settings(max_examples=50, deadline=None)
    @given(text=st.lists(PIECES, max_size=200).map("".join), markdown=st.booleans())
    @example(text="```\n\r\n# Head\n", markdown=True)
    @example(text="- \u0301x\n" * 9, markdown=True)
    @example(text="\r\n" * 50, markdown=True)
    def test_cuts_no_line_end_and_no_letter_apart(self, text: str, markdown: bool) -> None:
        for span in split(text, LONGEST_LETTER, markdown=markdown)[1:]:
            assert "\r\n" != text[span.start - 1 : span.start + 1]
            assert not unicodedata.combining(text[span.start])
            assert "\u200d" not in text[span.start - 1 : span.start + 1]

    def test_cuts_a_letter_only_where_it_is_longer_than_a_part_may_be(self) -> None:
        letter = "e" + "\u0301" * 9
        assert [4, 4, 2] == [span.end - span.start for span in split(letter, 4)]

    @pytest.mark.parametrize("markdown", [False, True])
    def test_prefers_the_ends_of_paragraphs(self, markdown: bool) -> None:
        text = "One sentence. Another one.\n\nA second paragraph that is longer.\n\nA third."
        ends = [part.rstrip()[-1] for part in parts(text, split(text, 40, markdown=markdown))]
        assert ["."] * len(ends) == ends

    def test_keeps_a_section_of_markdown_together(self) -> None:
        text = "# One\n\nShort text here.\n\n# Two\n\nOther text here.\n"
        first, second = parts(text, split(text, 30, markdown=True))
        assert ("# One", "# Two") == (first[:5], second[:5])

    @pytest.mark.parametrize(
        "text", ["a" * 1_000_000, " " * 1_000_000, "\n" * 1_000_000, "e" + "\u0301" * 300_000, "[" * 300_000]
    )
    @pytest.mark.parametrize("markdown", [False, True])
    def test_takes_time_by_the_length_of_the_text(self, text: str, markdown: bool) -> None:
        began = time.process_time()
        assert len(text) == split(text, 4000, markdown=markdown)[-1].end
        assert time.process_time() - began < 3

    def test_refuses_parts_of_nothing(self) -> None:
        with pytest.raises(ValueError, match="at least one character"):
            split("text", 0)


class TestContextBefore:
    @pytest.mark.parametrize(
        ("start", "overlap", "expected"), [(100, 30, (70, 100)), (10, 30, (0, 10)), (0, 30, (0, 0))]
    )
    def test_is_what_stands_before_the_part_and_no_more(
        self, start: int, overlap: int, expected: tuple[int, int]
    ) -> None:
        assert expected == context_before(Span(1, start, start + 50), overlap)

    def test_is_nothing_without_overlap(self) -> None:
        assert (100, 100) == context_before(Span(1, 100, 150), 0)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.cards.text import SLACK, fit, tidy, without_phrases, without_user_lines
from generation.llm.tokens import estimate_tokens


class TestFit:
    def test_leaves_text_that_fits_alone(self) -> None:
        assert "One. Two." == fit("One. Two.", 3)

    def test_cuts_after_a_sentence(self) -> None:
        assert "One is here. Two is there." == fit("One is here. Two is there. Three is away.", 6)

    def test_cuts_between_words_where_no_sentence_ends(self) -> None:
        assert "word word word word word word word…" == fit("word " * 40, 8)

    def test_closes_an_action_it_cut_into(self) -> None:
        assert "*She looks up.*" == fit("*She looks up. She looks down. She waits a while.*", 4)

    def test_knows_sentences_of_other_scripts(self) -> None:
        assert "山は高い。川は深い。" == fit("山は高い。川は深い。道は遠い。", 8)

    @given(st.text(max_size=400), st.integers(1, 60))
    def test_never_exceeds_its_length_by_more_than_the_slack(self, text: str, tokens: int) -> None:
        # A closing asterisk and an ellipsis may come on top.
        assert estimate_tokens(fit(text, tokens)) <= max(1, int(tokens * SLACK)) + 1


class TestWithoutPhrases:
    def test_drops_the_sentences(self) -> None:
        assert "A dog. A bird." == without_phrases("A dog. A cat runs. A bird.", ["CAT"])

    def test_drops_the_words_where_nothing_else_is_left(self) -> None:
        assert "A runs" == without_phrases("A cat runs", ["cat "])

    def test_drops_what_stands_across_two_sentences(self) -> None:
        assert "\n0" not in without_phrases("0\n0", ["\n0"])

    @given(st.text(max_size=200), st.text(min_size=1, max_size=5))
    def test_leaves_no_trace(self, text: str, phrase: str) -> None:
        found = without_phrases(text, [phrase])
        assert phrase.casefold() not in found.casefold() or found == "…" or not phrase.strip()


class TestWithoutUserLines:
    @pytest.mark.parametrize("line", ["{{user}}: Hello", "**{{user}}**: Hello", "You: Hello", "<USER>: Hello"])
    def test_drops_them(self, line: str) -> None:
        assert "She nods." == without_user_lines(f"She nods.\n{line}")

    def test_leaves_what_is_said_to_the_user(self) -> None:
        assert "She turns to {{user}}: you are late." == without_user_lines("She turns to {{user}}: you are late.")


class TestTidy:
    @given(st.text(max_size=200))
    def test_is_finished_after_one_pass(self, text: str) -> None:
        assert tidy(tidy(text)) == tidy(text)

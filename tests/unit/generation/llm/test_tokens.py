import pytest

from generation.llm.tokens import estimate_tokens


class TestEstimate:
    @pytest.mark.parametrize(
        ("text", "tokens"),
        [("", 0), ("a", 1), ("abcd", 1), ("abcde", 2), ("日本語", 3), ("日本語 abcd", 5), ("한국어", 3), ("カナ", 2)],
    )
    def test_counts_cjk_by_character_and_the_rest_by_four(self, text: str, tokens: int) -> None:
        assert estimate_tokens(text) == tokens

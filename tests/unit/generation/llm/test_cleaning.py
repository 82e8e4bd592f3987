from hypothesis import given, settings
from hypothesis import strategies as st

from generation.llm.cleaning import clean, clean_json, one_line


class TestClean:
    @settings(max_examples=40)
    @given(st.text(alphabet=st.characters(exclude_categories=())))
    def test_leaves_nothing_that_a_database_refuses(self, text: str) -> None:
        cleaned = clean(text)
        cleaned.encode()
        assert "\x00" not in cleaned
        assert clean(cleaned) == cleaned

    def test_keeps_lines_tabs_and_every_script(self) -> None:
        text = "Zoë\n\t日本語 \U0001f600 \u200d\r\n"
        assert clean(text) == text

    def test_joins_halves_that_meet(self) -> None:
        assert clean("\ud83d" + "\ude00") == "\U0001f600"


class TestCleanJson:
    def test_reaches_keys_and_depths(self) -> None:
        assert clean_json({"a\x00": ["\x1b[1m", {"b": "\ud800"}, 3, None]}) == {"a": ["[1m", {"b": ""}, 3, None]}


class TestOneLine:
    def test_blots_out_the_secret_and_folds_the_rest(self) -> None:
        assert one_line("bad key\r\n sk-1 \x1b[2J", secret="sk-1") == "bad key *** [2J"

    def test_is_short(self) -> None:
        assert len(one_line("x" * 1000, limit=40)) == 40

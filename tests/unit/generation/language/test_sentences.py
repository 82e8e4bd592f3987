"""A text's sentences."""

from __future__ import annotations

import pytest

from generation.language.sentences import LONGEST, one_line, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("She left. He stayed! Why? Nobody knows…", ["She left.", "He stayed!", "Why?", "Nobody knows…"]),
            ("Dr. Amara met J. R. Smith. They spoke.", ["Dr. Amara met J. R. Smith.", "They spoke."]),
            ("It cost $3.5 million. Too much.", ["It cost $3.5 million.", "Too much."]),
            ("See No. 5. The answer is no. Go on.", ["See No. 5.", "The answer is no.", "Go on."]),
            ('"Really?" she asked. He nodded.', ['"Really?" she asked.', "He nodded."]),
            ("Am 3. Mai kam er. Der 2. Weltkrieg war aus.", ["Am 3. Mai kam er.", "Der 2. Weltkrieg war aus."]),
            ("Das kostet ca. 15 Mio. Euro, z. B. hier. Gut.", ["Das kostet ca. 15 Mio. Euro, z. B. hier.", "Gut."]),
            ("Il a dit : « Oui. » Puis rien.", ["Il a dit : « Oui. »", "Puis rien."]),
            ("El Sr. García llegó. ¿Quién más?", ["El Sr. García llegó.", "¿Quién más?"]),
            ("これは文です。次の文です！", ["これは文です。", "次の文です！"]),  # noqa: RUF001 - as it is written
            ("هذا هو. لماذا؟ نعم.", ["هذا هو.", "لماذا؟", "نعم."]),
            ("A wrapped\nline goes on. Then\nit ends.", ["A wrapped\nline goes on.", "Then\nit ends."]),
            ("# Heading\nText here.\n- one\n- two", ["# Heading", "Text here.", "- one", "- two"]),
            ("Total: 5\nName: Bob", ["Total: 5", "Name: Bob"]),
            ("One paragraph\n\nAnother", ["One paragraph", "Another"]),
            ("One line.\r\n\r\nAnother\r\nwrapped.", ["One line.", "Another\r\nwrapped."]),
            ("", []),
            (" \n\t ", []),
        ],
    )
    def test_end_where_people_end_them(self, text: str, expected: list[str]) -> None:
        assert expected == split(text)

    def test_lose_nothing_but_white_space(self) -> None:
        text = "One. Two…  Three?!\n\n- four\r\n5. five 😀 " + "x" * 1_000
        assert "".join(text.split()) == "".join("".join(split(text)).split())

    def test_are_cut_between_words_where_they_are_too_long(self) -> None:
        pieces = split("word " * 500)
        assert all(len(piece) <= LONGEST and piece.endswith("word") for piece in pieces)
        assert [LONGEST] * 2 + [200] == [len(piece) for piece in split("x" * 1_000)]


class TestOneLine:
    def test_has_no_breaks(self) -> None:
        assert "a b c" == one_line(" a\r\n b\t\tc\u2028")

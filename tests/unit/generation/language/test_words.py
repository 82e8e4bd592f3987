"""The words of a text."""

from __future__ import annotations

import pytest

from generation.language.words import language_of, stem, topics_in, words_in


class TestWordsIn:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The Company's 3 sheep.", ["the", "company", "3", "sheep"]),
            ("L’entreprise n'est qu'ici", ["l", "entreprise", "n", "est", "qu", "ici"]),  # noqa: RUF001 - typographic
            ("don't", ["don't"]),
            ("大きな橋", ["大き", "きな", "な橋"]),
            ("x" * 500 + " ok", ["ok"]),
            ("", []),
        ],
    )
    def test_are_in_lower_case_and_apart(self, text: str, expected: list[str]) -> None:
        assert expected == words_in(text)


class TestStem:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("company", "companies"),
            ("delay", "delays"),
            ("opened", "opening"),
            ("risiko", "risiken"),
            ("kosten", "kostet"[:4]),
            ("house", "houses"),
        ],
    )
    def test_is_the_same_for_forms_of_a_word(self, one: str, other: str) -> None:
        assert stem(one) == stem(other)

    def test_keeps_words_apart(self) -> None:
        assert 4 == len({stem(word) for word in ("bridge", "brave", "bread", "brick")})


class TestTopicsIn:
    def test_has_no_stop_words(self) -> None:
        assert ["bridg", "stand"] == topics_in("The bridge is there and it stands", "en")


class TestLanguageOf:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("The bridge was opened by the mayor and it is still in use", "en"),
            ("Die Brücke wurde von dem Bürgermeister eröffnet und ist noch in Betrieb", "de"),
            ("Le pont est ouvert par le maire et il est encore dans la ville", "fr"),
            ("El puente fue abierto por el alcalde y todavía está en la ciudad", "es"),
            ("", "en"),
        ],
    )
    def test_is_told_by_common_words(self, text: str, language: str) -> None:
        assert language == language_of(words_in(text))

"""Where quotes stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.documents.quotes import Quotes, plain


class TestFind:
    def test_gives_the_place_in_the_document(self) -> None:
        assert {"quote": "bridge", "start": 104, "end": 110, "found": True} == Quotes("The bridge.", 100).find("bridge")

    @pytest.mark.parametrize("before", ["", "line\r\n\r\n", "😀👩‍👩‍👧 ", "e\u0301", "שלום ", "\x00"])
    def test_counts_characters_whatever_they_are(self, before: str) -> None:
        document = f"{before}She said it.\r\nTwice 😀 over."
        quotes = Quotes(document)
        for wanted in ("She said it.", "it.\r\nTwice", "😀 over."):
            place = quotes.find(wanted)
            assert wanted == document[place["start"] : place["end"]] == place["quote"]

    @pytest.mark.parametrize(
        ("text", "quote", "found"),
        [
            ("It is\r\n   wrapped here.", "It is wrapped here.", "It is\r\n   wrapped here."),
            ("He said “no” – twice.", 'he said "no" - twice', "He said “no” – twice"),  # noqa: RUF001 - typographic
            ("co\u00adoperation", "cooperation", "co\u00adoperation"),
            ("Cafe\u0301 au lait", "Café au lait", "Cafe\u0301 au lait"),
            ("ﬁnal oﬃce", "final office", "ﬁnal oﬃce"),
            ("Straße 5", "STRASSE 5", "Straße 5"),
            ("wait… what", "wait... what", "wait… what"),
            ("it was done", '"It was done"', "it was done"),
            ("a\x00b", "ab", "a\x00b"),
            ("page one\x0cpage two", "one page", "one\x0cpage"),
            ("one\x0cpage", "onepage", "one\x0cpage"),
        ],
    )
    def test_bears_what_models_change_as_they_copy(self, text: str, quote: str, found: str) -> None:
        place = Quotes(f"Before. {text} After.").find(quote)
        assert (found, True) == (place["quote"], place["found"])
        assert place["end"] - place["start"] == len(found)

    @pytest.mark.parametrize(
        "quote", ["The tunnel.", "bridge is long", '""', " ", ".  .", "The ... long", "i dge", "it Is L"]
    )
    def test_invents_no_place(self, quote: str) -> None:
        nothing = {"quote": quote, "start": None, "end": None, "found": False}
        assert nothing == Quotes("The bridge. It is long.").find(quote)

    def test_takes_no_passage_that_is_mostly_white_space(self) -> None:
        assert not Quotes(f"one{' ' * 5_000}two").find("one two")["found"]

    def test_of_nothing_is_nothing(self) -> None:
        assert {"quote": None, "start": None, "end": None, "found": False} == Quotes("Text.").find(None)

    def test_takes_linear_time(self) -> None:
        quotes = Quotes("a" * 100_000 + "b")
        began = time.process_time()
        for number in range(50):
            assert not quotes.find("A" * 500 + f"c{number}")["found"]
        assert time.process_time() - began < 2


class TestAnyText:
    @settings(max_examples=60, deadline=None)
    @given(text=st.text(max_size=200), start=st.integers(0, 10_000), data=st.data())
    def test_gives_back_every_passage_of_itself(self, text: str, start: int, data: st.DataObject) -> None:
        first = data.draw(st.integers(0, len(text)))
        last = data.draw(st.integers(first, len(text)))
        quote = text[first:last]
        place = Quotes(text, start).find(quote)
        assert place["found"] == bool(quote.strip())
        if place["found"]:
            assert quote == text[place["start"] - start : place["end"] - start]

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(max_size=200), quote=st.text(max_size=20))
    def test_names_places_that_read_as_the_quote_does(self, text: str, quote: str) -> None:
        place = Quotes(text).find(quote)
        if place["found"]:
            assert plain(quote).strip("\"' ") in plain(text[place["start"] : place["end"]])


class TestMentions:
    def test_are_words_of_their_own(self) -> None:
        assert [(10, 13), (30, 33)] == [*Quotes("Ann, the Annual and Ann.", 10).mentions("Ann")]

    def test_stand_within_scripts_without_spaces(self) -> None:
        assert [(2, 4)] == [*Quotes("私は東京へ").mentions("東京")]

    def test_may_be_wrapped(self) -> None:
        assert [(0, 7), (12, 23)] == [*Quotes("Ada Lee and Ada\r\n   Lee").mentions("Ada Lee")]

    def test_are_the_names_own_letters(self) -> None:
        assert [] == [*Quotes("Axb").mentions("A.b")]

    def test_of_nothing_are_none(self) -> None:
        assert [] == [*Quotes("Ann").mentions("")]


class TestMargins:
    @pytest.mark.parametrize(("text", "expected"), [("\n a \n", ("\n ", " \n")), ("a", ("", "")), (" ", (" ", ""))])
    def test_are_the_white_space_around(self, text: str, expected: tuple[str, str]) -> None:
        assert expected == Quotes(text).margins


class TestPlain:
    def test_is_the_same_for_what_reads_the_same(self) -> None:
        assert plain("“Yes”,\n  he  said…") == plain('"yes", HE said...')

"""What is different between two states of a card."""

from __future__ import annotations

import random
import time
from typing import Any

from generation.cards.differences import differences, fields_changed
from generation.cards.word_matching import Patience


def texts(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(one.label, [(run.kind, run.text) for run in one.runs]) for one in differences(old, new)]


class TestDifferences:
    def test_are_told_by_words(self) -> None:
        (one,) = texts({"scenario": "A cold dark cellar."}, {"scenario": "A warm dark cellar."})
        runs = [("same", "A "), ("removed", "cold "), ("added", "warm "), ("same", "dark cellar.")]
        assert ("Scenario", runs) == one

    def test_leave_out_what_is_far_from_a_change(self) -> None:
        long = " ".join(f"word{number}" for number in range(200))
        ((_, runs),) = texts({"description": f"{long} end"}, {"description": f"{long} stop"})
        assert ["skipped", "same", "removed", "added"] == [kind for kind, _ in runs]

    def test_name_list_items_and_entries(self) -> None:
        book = {"name": "b", "entries": [{"name": "Well", "keys": ["well"], "content": "Deep."}]}
        deeper = {"name": "b", "entries": [{"name": "Well", "keys": ["well"], "content": "Deeper."}]}
        old = {"alternate_greetings": ["Hi."], "character_book": book, "tags": ["a"]}
        new = {"alternate_greetings": ["Hi.", "Ho."], "character_book": deeper, "tags": ["a", "b"]}
        assert ["Alternate greeting 2", "Lore entry 1", "Tags"] == [label for label, _ in texts(old, new)]

    def test_tell_what_is_gone(self) -> None:
        ((label, runs),) = texts({"alternate_greetings": ["Hi."]}, {"alternate_greetings": []})
        assert ("Alternate greeting 1", [("removed", "Hi.")]) == (label, runs)

    def test_do_not_compare_very_long_texts_word_by_word(self) -> None:
        ((_, runs),) = texts({"description": "a " * 9000}, {"description": "b " * 9000})
        assert ["removed", "added"] == [kind for kind, _ in runs]

    def test_of_many_like_words_take_no_longer_than_their_patience(self) -> None:
        """Blanks and small words match each other everywhere: the square of them, once for each that differs."""
        choose = random.Random(1).choice
        small = ["the", "a", "of", "and"]
        old, new = (" ".join(f"{choose(small)} {name}{number}" for number in range(2_000)) for name in "xy")
        began = time.process_time()
        ((_, runs),) = texts({"description": old}, {"description": new})
        assert ["removed", "added"] == [kind for kind, _ in runs]
        assert time.process_time() - began < 3

    def test_share_the_patience_of_a_page(self) -> None:
        patience = Patience(pairs=20)
        old, new = {"scenario": "A cold dark cellar."}, {"scenario": "A warm dark cellar."}
        told = [len(differences(old, new, patience)[0].runs) for _ in range(5)]
        assert (4, 2) == (told[0], told[-1])

    def test_of_a_text_written_anew_show_both_whole(self) -> None:
        old, new = "The mist lies on the moor and on the mill.", "Rain falls on every roof while nobody listens."
        ((_, runs),) = texts({"scenario": old}, {"scenario": new})
        assert [("removed", old), ("added", new)] == runs

    def test_are_none_of_the_same(self) -> None:
        assert [] == differences({"name": "A"}, {"name": "A"})


class TestFieldsChanged:
    def test_names_them_in_the_order_of_the_standard(self) -> None:
        old, new = {"name": "A", "tags": ["a"]}, {"name": "B", "tags": ["b"]}
        assert ["name", "tags"] == fields_changed(old, new)

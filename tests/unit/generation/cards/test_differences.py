"""What is different between two states of a card."""

from __future__ import annotations

from typing import Any

from generation.cards.differences import differences, fields_changed


def texts(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(one.label, [(run.kind, run.text) for run in one.runs]) for one in differences(old, new)]


class TestDifferences:
    def test_are_told_by_words(self) -> None:
        (one,) = texts({"scenario": "A cold dark cellar."}, {"scenario": "A warm dark cellar."})
        runs = [("same", "A "), ("removed", "cold"), ("added", "warm"), ("same", " dark cellar.")]
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

    def test_are_none_of_the_same(self) -> None:
        assert [] == differences({"name": "A"}, {"name": "A"})


class TestFieldsChanged:
    def test_names_them_in_the_order_of_the_standard(self) -> None:
        old, new = {"name": "A", "tags": ["a"]}, {"name": "B", "tags": ["b"]}
        assert ["name", "tags"] == fields_changed(old, new)

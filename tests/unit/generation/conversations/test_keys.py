"""Which words call up a lore entry."""

from __future__ import annotations

import pytest

from tests.support.lore import SILLY, book, called, entry, names, recalled, why_not


class TestKey:
    def test_calls_up_its_entry_when_it_was_said(self) -> None:
        assert called(entry("castle"), "We reach the castle.")

    def test_does_nothing_when_it_was_not(self) -> None:
        assert not called(entry("castle"), "We reach the harbour.")

    def test_is_one_of_several(self) -> None:
        assert called(entry("keep", "castle"), "We reach the castle.")

    def test_is_found_within_a_word(self) -> None:
        assert called(entry("cat"), "Some cats sleep.")

    def test_is_found_within_a_word_only_where_its_entry_does_not_ask_for_whole_words(self) -> None:
        whole = entry("cat", extensions={"match_whole_words": True})
        assert not called(whole, "We concatenate; the cats_ sleep; the 2cat too.")
        assert called(whole, "We concatenate for the cat's sake.")

    def test_of_whole_words_may_begin_and_end_with_signs(self) -> None:
        assert called(entry("C++", extensions={"match_whole_words": True}), "I write C++, badly.")

    def test_ignores_case(self) -> None:
        assert called(entry("Straße"), "An der STRASSE.")

    @pytest.mark.parametrize("where", ["field", "extension"])
    def test_heeds_case_where_its_entry_asks_for_it(self, where: str) -> None:
        asks = {"case_sensitive": True} if where == "field" else {"extensions": {"case_sensitive": True}}
        assert not called(entry("Rose", **asks), "A rose.")
        assert called(entry("Rose", **asks), "A Rose.")

    def test_is_found_where_words_have_no_spaces(self) -> None:
        assert called(entry("城"), "我们到达城堡。")

    @pytest.mark.parametrize("key", ["", "   "])
    def test_that_is_blank_calls_up_nothing(self, key: str) -> None:
        assert not called(entry(key, name="blank"), "anything")

    def test_loses_the_spaces_around_it(self) -> None:
        assert called(entry(" castle "), "the castle")

    def test_that_looks_like_a_pattern_is_plain_words_unless_the_entry_says_otherwise(self) -> None:
        assert not called(entry("c.stle"), "the castle")
        assert called(entry("/castle/i"), "literally /castle/i")


class TestEntry:
    def test_that_is_not_enabled_is_never_called_up(self) -> None:
        content = "@@activate\nAbout it."
        assert not called(entry("castle", enabled=False, constant=True, content=content), "castle")

    def test_without_content_adds_nothing(self) -> None:
        assert not called(entry("castle", content="@@depth 1\n\n"), "castle")

    def test_that_is_constant_needs_no_key(self) -> None:
        assert called(entry(constant=True), "anything")

    def test_without_keys_is_not_called_up(self) -> None:
        assert not called(entry(), "anything")

    def test_is_called_up_by_the_character_too(self) -> None:
        assert called(entry("castle"), "Come to the castle.", "Why?")


class TestScanDepth:
    def test_counts_messages_from_the_newest(self) -> None:
        old = ("the castle", "one", "two", "three")
        assert called(entry("castle", content="@@scan_depth 4\nx"), *old)
        assert not called(entry("castle", content="@@scan_depth 3\nx"), *old)

    def test_is_the_books_where_an_entry_has_none(self) -> None:
        old = ("the castle", "one", "two")
        assert ["castle"] == names(recalled(book(entry("castle"), scan_depth=3), *old))
        assert [] == names(recalled(book(entry("castle"), scan_depth=2), *old))

    def test_of_sillytaverns_holds_too(self) -> None:
        assert not called(entry("castle", extensions={"scan_depth": 1}), "the castle", "one")

    def test_of_nothing_finds_only_what_is_constant(self) -> None:
        assert not called(entry("castle", content="@@scan_depth 0\nx"), "castle")
        assert called(entry(constant=True, content="@@scan_depth 0\nx"), "castle")

    @pytest.mark.parametrize("depth", ["1e300", "999999999999"])
    def test_may_be_larger_than_any_chat(self, depth: str) -> None:
        assert called(entry("castle", content=f"@@scan_depth {depth}\nx"), "castle")


class TestSecondaryKeys:
    def test_are_asked_for_besides_a_key(self) -> None:
        both = entry("castle", selective=True, secondary_keys=["king", "queen"])
        assert called(both, "The queen's castle.")
        assert not called(both, "The castle.")
        assert not called(both, "The queen.")

    def test_are_ignored_where_the_entry_is_not_selective(self) -> None:
        assert called(entry("castle", secondary_keys=["king"]), "The castle.")

    def test_that_are_blank_ask_nothing(self) -> None:
        assert called(entry("castle", selective=True, secondary_keys=["", " "]), "The castle.")

    @pytest.mark.parametrize(
        ("logic", "text", "expected"),
        [
            (0, "castle king", True),
            (0, "castle", False),
            (1, "castle king", True),
            (1, "castle king queen", False),
            (2, "castle", True),
            (2, "castle king", False),
            (3, "castle king queen", True),
            (3, "castle king", False),
        ],
    )
    def test_follow_sillytaverns_logic(self, logic: int, text: str, expected: bool) -> None:
        extensions = {**SILLY, "selectiveLogic": logic}
        one = entry("castle", selective=True, secondary_keys=["king", "queen"], extensions=extensions)
        assert expected == called(one, text)

    def test_are_told_of_when_they_keep_an_entry_away(self) -> None:
        one = entry("castle", selective=True, secondary_keys=["king"])
        assert "'castle' was said, but not as its secondary keys ask" == why_not(one, "castle")


class TestProbability:
    def entry_of(self, percent: float, **more: object):
        return entry("castle", extensions={**SILLY, "probability": percent, **more})

    def test_falls_the_same_for_the_same_turn(self) -> None:
        falls = [called(self.entry_of(50), "castle", seed=9) for _ in range(5)]
        assert 1 == len(set(falls))

    def test_falls_about_as_often_as_it_says(self) -> None:
        falls = sum(called(self.entry_of(30), "castle", seed=seed) for seed in range(300))
        assert 60 <= falls <= 120

    def test_of_nothing_keeps_it_away_and_says_so(self) -> None:
        assert "'castle' was said, but the dice fell against it (0 %)" == why_not(self.entry_of(0), "castle")

    def test_that_is_not_in_use_does_nothing(self) -> None:
        assert called(self.entry_of(0, useProbability=False), "castle")

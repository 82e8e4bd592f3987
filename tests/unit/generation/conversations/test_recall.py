"""Lore as a turn calls it up: what finds what, in which order, and what a budget leaves of it."""

from __future__ import annotations

import time

from tests.support.lore import book, entry, names, recalled


class TestOrder:
    def test_is_that_of_insertion(self) -> None:
        lore = book(entry("b", insertion_order=2), entry("a", insertion_order=1), entry("c", insertion_order=1.5))
        assert ["a", "c", "b"] == names(recalled(lore, "a b c"))

    def test_is_the_books_where_numbers_are_the_same(self) -> None:
        assert ["b", "a"] == names(recalled(book(entry("b"), entry("a")), "a b"))

    def test_takes_an_entry_once_however_often_it_is_called(self) -> None:
        lore = book(entry("a", "b", content="b a"), recursive_scanning=True)
        assert ["a"] == names(recalled(lore, "a b a", "b", "a"))


class TestRecursion:
    chain = (entry("castle", content="The king lives there."), entry("king", content="He fears owls."), entry("owl"))

    def test_finds_lore_by_lore(self) -> None:
        found = recalled(book(*self.chain, recursive_scanning=True), "castle")
        assert ["castle", "king", "owl"] == names(found)
        assert ["'castle' was said", "'king' was said, in other lore", "'owl' was said, in other lore"] == [
            lore.why for lore in found.found
        ]

    def test_is_not_done_where_the_book_does_not_ask_for_it(self) -> None:
        assert ["castle"] == names(recalled(book(*self.chain), "castle"))

    def test_looks_at_all_conditions_again(self) -> None:
        lore = book(
            entry("castle", content="The king lives there."),
            entry("king", content="x", selective=True, secondary_keys=["night"]),
            recursive_scanning=True,
        )
        assert ["castle"] == names(recalled(lore, "castle"))
        assert ["castle", "king"] == names(recalled(lore, "castle at night"))

    def test_ends_in_a_circle(self) -> None:
        lore = book(entry("a", content="b"), entry("b", content="a"), recursive_scanning=True)
        assert ["a", "b"] == names(recalled(lore, "a"))

    def test_follows_sillytaverns_exceptions(self) -> None:
        lore = book(
            entry("castle", content="king queen"),
            entry("king", content="owl", extensions={"prevent_recursion": True}),
            entry("queen", extensions={"exclude_recursion": True}),
            entry("owl"),
            entry("duke", "castle", extensions={"delay_until_recursion": True}),
            recursive_scanning=True,
        )
        assert ["castle", "king", "duke"] == names(recalled(lore, "castle"))

    def test_finds_hidden_keys_that_no_prompt_shows(self) -> None:
        lore = book(
            entry("castle", content="Old.{{hidden_key: owl}}{{// rat}}{{comment: rat}}"),
            entry("owl", content="{{char}} fears them."),
            entry("rat"),
            recursive_scanning=True,
        )
        assert ["Old.", "Ari fears them."] == [lore.text for lore in recalled(lore, "castle").found]

    def test_goes_on_for_ten_rounds(self) -> None:
        chain = [entry(f"k{number:02}", content=f"k{number + 1:02}") for number in range(20)]
        assert 11 == len(names(recalled(book(*chain, recursive_scanning=True), "k00")))


class TestBudget:
    def test_drops_the_lowest_priority_first(self) -> None:
        lore = book(
            entry("a", content="a" * 40, priority=5),
            entry("b", content="b" * 40, priority=1),
            entry("c", content="c" * 40, priority=9, insertion_order=1),
            token_budget=20,
        )
        found = recalled(lore, "a b c")
        assert ["c", "a"] == names(found)
        assert [("b", "the book's token budget was used up by what matters more")] == [
            (left.rule.title, left.why) for left in found.left
        ]

    def test_drops_the_lowest_order_first_where_priorities_are_the_same(self) -> None:
        lore = book(entry("a", insertion_order=1), entry("b", insertion_order=2), token_budget=2)
        assert ["b"] == names(recalled(lore, "a b"))

    def test_holds_for_what_is_constant_too(self) -> None:
        lore = book(entry("a", constant=True, priority=1), entry("b", priority=2), token_budget=2)
        assert ["b"] == names(recalled(lore, "b"))

    def test_leaves_out_what_is_longer_than_all_of_it_and_nothing_else_for_that(self) -> None:
        lore = book(entry("a", content="a" * 400, priority=9), entry("b"), token_budget=20)
        assert ["b"] == names(recalled(lore, "a b"))

    def test_does_not_let_a_lower_one_by_because_it_is_short(self) -> None:
        lore = book(
            entry("a", content="a" * 40, priority=9),
            entry("b", content="b" * 60, priority=5),
            entry("c", content="c", priority=1),
            token_budget=20,
        )
        assert ["a"] == names(recalled(lore, "a b c"))

    def test_of_nothing_leaves_nothing(self) -> None:
        assert [] == names(recalled(book(entry("a"), token_budget=0), "a"))

    def test_forgets_nobody_who_matched(self) -> None:
        assert {"a"} == recalled(book(entry("a"), token_budget=0), "a").matched


class TestAHugeBook:
    def test_is_looked_through_in_bounded_time(self) -> None:
        many = [entry(*(f"no{key} {number}" for key in range(5)), name=str(number)) for number in range(1_000)]
        texts = ["long talk " * 2_500] * 4
        began = time.process_time()
        found = recalled(book(*many, entry(constant=True, name="constant"), recursive_scanning=True), *texts)
        assert time.process_time() - began < 2
        assert ["constant"] == names(found)

"""Keys that are regular expressions."""

from __future__ import annotations

import time

import pytest

from generation.conversations.effort import Pot
from generation.conversations.patterns import BadPattern, searched
from tests.support.lore import SILLY, book, called, entry, names, recalled, why_not


def pattern(*keys: str, **given: object):
    return entry(*keys, use_regex=True, name="pattern", **given)


class TestPattern:
    @pytest.mark.parametrize(
        ("key", "text", "expected"),
        [
            (r"cast(le|ing)", "the Castle", True),
            (r"/cast(le|ing)/", "the Castle", False),
            (r"/cast(le|ing)/i", "the Castle", True),
            (r"/^castle$/m", "one\ncastle\ntwo", True),
            (r"/^castle$/", "one\ncastle\ntwo", False),
            (r"/one.castle/s", "one\ncastle", True),
            (r"/one.castle/", "one\ncastle", False),
            (r"/\bcat\b/gu", "concatenate", False),
            (r"/caf\u00e9|\u{57CE}/", "城", True),
            (r"/a\/b/", "a/b", True),
            (r"/(?<place>castle)/", "castle", True),
            (r"\d{3}", "room 101", True),
        ],
    )
    def test_is_read_as_javascript_writes_it(self, key: str, text: str, expected: bool) -> None:
        assert expected == called(pattern(key), text)

    def test_heeds_case_where_its_entry_does(self) -> None:
        assert not called(pattern("rose", case_sensitive=True), "Rose")

    @pytest.mark.parametrize("key", ["C++", "(", "/a/x", "(?=a)", r"(a)\1", "(?<!a)b", "a" * 1001, "(?:.{999}){999}"])
    def test_that_is_faulty_or_unbounded_matches_nothing_and_says_so(self, key: str) -> None:
        assert f"its key {key!r} is no pattern that can be searched" == why_not(pattern(key, "b"), "C++ ((aab")

    def test_leaves_secondary_keys_and_constancy_aside(self) -> None:
        assert called(pattern("castle", selective=True, secondary_keys=["king"]), "castle")
        assert not called(pattern("castle", constant=True), "harbour")

    def test_may_stand_in_additional_keys(self) -> None:
        assert called(pattern("castle", content="@@additional_keys har.our\nx"), "harbour")


class TestSillyTavernsEntries:
    """They all say use_regex, and mean keys between slashes."""

    def test_have_plain_keys(self) -> None:
        one = entry("C++", use_regex=True, constant=False, extensions=SILLY)
        assert called(one, "I write C++")

    def test_have_patterns_between_slashes(self) -> None:
        assert called(entry("/cast.e/i", use_regex=True, extensions=SILLY), "CASTLE")

    def test_stay_constant_and_selective(self) -> None:
        assert called(entry(constant=True, use_regex=True, extensions=SILLY), "anything")
        one = entry("castle", selective=True, secondary_keys=["king"], use_regex=True, extensions=SILLY)
        assert not called(one, "castle")


class TestHostilePatterns:
    @pytest.mark.parametrize(
        "key",
        [r"(a+)+$", r"(a|aa)+$", r"(.*)*b", r"(a?){500}a{500}c", r"(x+x+)+y", r"[ab]*a[ab]{900}c", r"(\pL{1,200})z"],
    )
    def test_take_no_time_to_speak_of(self, key: str) -> None:
        began = time.process_time()
        called(pattern(key), "a" * 20_000 + "!")
        assert time.process_time() - began < 2

    def test_in_any_number_end_at_the_turns_effort_and_it_is_told(self) -> None:
        many = [entry(f"(a?){{500}}a{{{number}}}c", use_regex=True, name=str(number)) for number in range(1, 300)]
        began = time.process_time()
        found = recalled(book(*many, entry("castle"), recursive_scanning=True), "a" * 40_000, "castle")
        assert time.process_time() - began < 2
        assert found.exhausted
        assert ["castle"] == names(found)

    def test_are_refused_without_being_tried(self) -> None:
        with pytest.raises(BadPattern):
            searched("(?:.{999}){999}", "x", Pot(), case_sensitive=False)

    def test_find_nothing_in_half_a_character(self) -> None:
        assert not called(pattern("/[\ud800]/"), "a")
        assert called(pattern("a"), "\ud800a")

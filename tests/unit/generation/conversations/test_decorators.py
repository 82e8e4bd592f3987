"""Decorators at the head of a lore entry, read and followed."""

from __future__ import annotations

from typing import Any

import pytest

from generation.conversations.decorators import undecorated
from generation.conversations.rules import rule_of
from tests.support.lore import called, entry, why_not


class TestUndecorated:
    @pytest.mark.parametrize(
        ("content", "text", "given"),
        [
            ("Plain.", "Plain.", {}),
            ("@@depth 4\n\nText.", "Text.", {"depth": 4}),
            ("\n@@depth 4\r\n@@role user\r\n\r\nText.", "Text.", {"depth": 4, "role": "user"}),
            ("@@depth 4\r\r@@role user\rText.\rMore.", "Text.\nMore.", {"depth": 4, "role": "user"}),
            ("@@Depth 4\nText.", "Text.", {"depth": 4}),
            ("@@depth four\nText.", "Text.", {}),
            ("@@depth nan\n@@depth 2\nText.", "Text.", {"depth": 2}),
            ("@@depth 1\n@@depth 2\nText.", "Text.", {"depth": 1}),
            ("@@role villain\nText.", "Text.", {}),
            ("@@activate\nText.", "Text.", {"activate": True}),
            ("@@activate false\nText.", "Text.", {}),
            ("@@activate_only_every 0\nText.", "Text.", {}),
            ("@@exclude_keys a, b ,\nText.", "Text.", {"exclude_keys": ("a", "b")}),
            (
                "@@additional_keys a,b\n@@additional_keys c\nText.",
                "Text.",
                {"additional_keys": (("a", "b"), ("c",))},
            ),
            ("@@instruct_depth 5\nText.", "Text.", {}),
            ("Text.\n@@depth 4", "Text.\n@@depth 4", {}),
            ("@@depth 4", "", {"depth": 4}),
        ],
    )
    def test_parts_text_and_decorators(self, content: str, text: str, given: dict[str, Any]) -> None:
        found = undecorated(content)
        assert (text, given) == (found.text, found.given)

    def test_takes_a_fallback_where_the_first_is_not_known(self) -> None:
        assert {"depth": 7} == undecorated("@@risu_only 4\n@@@agnai_only 5\n@@@depth 7\n@@@depth 8\nText.").given

    def test_takes_a_fallback_where_the_value_is_none(self) -> None:
        assert {"depth": 2} == undecorated("@@depth deep\n@@@depth 2\nText.").given

    def test_follows_a_long_chain_of_fallbacks(self) -> None:
        chain = "".join(f"@@@other_{number}\n" for number in range(8))
        assert {"depth": 2} == undecorated(f"@@mine\n{chain}@@@depth 2\nText.").given

    def test_leaves_a_fallback_aside_where_the_first_holds(self) -> None:
        assert {"depth": 1} == undecorated("@@depth 1\n@@@role user\nText.").given

    def test_leaves_a_fallback_without_a_first_aside(self) -> None:
        assert {} == undecorated("@@@depth 1\nText.").given


class TestActivateOnlyAfter:
    def test_waits_for_so_many_replies(self) -> None:
        late = entry("castle", content="@@activate_only_after 2\nx")
        assert not called(late, "greeting", "castle")
        assert called(late, "greeting", "hello", "reply", "castle")

    def test_says_what_it_waits_for(self) -> None:
        late = entry("castle", constant=True, content="@@activate_only_after 2\nx")
        assert "it waits for reply 2 of the character's" == why_not(late, "castle")


class TestActivateOnlyEvery:
    def test_holds_at_multiples_of_its_number(self) -> None:
        every = entry("castle", content="@@activate_only_every 2\nx")
        assert not called(every, "greeting", "castle")
        assert called(every, "greeting", "hello", "reply", "castle")


class TestKeepActivateAfterMatch:
    def test_calls_up_what_matched_before(self) -> None:
        kept = entry("castle", content="@@keep_activate_after_match\nx")
        assert not called(kept, "harbour")
        assert called(kept, "harbour", matched_before=frozenset({"castle"}))

    def test_holds_against_every_other_rule(self) -> None:
        kept = entry("castle", content="@@keep_activate_after_match\n@@activate_only_after 9\n@@exclude_keys king\nx")
        assert called(kept, "king", matched_before=frozenset({"castle"}))


class TestDontActivateAfterMatch:
    def test_keeps_away_what_matched_before(self) -> None:
        once = entry("castle", content="@@dont_activate_after_match\nx")
        assert called(once, "castle")
        assert not called(once, "castle", matched_before=frozenset({"castle"}))


class TestActivate:
    def test_needs_no_key(self) -> None:
        assert called(entry("castle", content="@@activate\nx"), "harbour")

    def test_wins_over_its_opposite(self) -> None:
        assert called(entry("castle", content="@@dont_activate\n@@activate\nx"), "harbour")

    def test_has_an_opposite_that_holds_in_any_case(self) -> None:
        assert not called(entry("castle", constant=True, content="@@dont_activate\nx"), "castle")


class TestIsGreeting:
    def test_holds_in_chats_that_began_with_it(self) -> None:
        second = entry("castle", content="@@is_greeting 1\nx")
        assert called(second, "castle", greeting=1)
        assert not called(second, "castle", greeting=0)

    def test_is_ignored_where_it_is_not_known_how_the_chat_began(self) -> None:
        assert called(entry("castle", content="@@is_greeting 1\nx"), "castle", greeting=None)


class TestMoreKeys:
    def test_are_asked_for_list_by_list(self) -> None:
        both = entry("castle", content="@@additional_keys king,queen\n@@additional_keys night\nx")
        assert called(both, "castle queen night")
        assert not called(both, "castle queen")

    def test_may_keep_an_entry_away(self) -> None:
        one = entry("castle", content="@@exclude_keys sand,toy\nx")
        assert called(one, "a castle")
        assert "'sand' was said, which keeps it away" == why_not(one, "a castle of sand")

    def test_hold_for_what_is_constant_too(self) -> None:
        assert not called(entry(constant=True, content="@@exclude_keys sand\nx"), "sand")


class TestPlace:
    @pytest.mark.parametrize(
        ("content", "given", "expected"),
        [
            ("x", {}, "before_char"),
            ("x", {"position": "after_char"}, "after_char"),
            ("@@position after_desc\nx", {}, "after_desc"),
            ("@@position scenario\n@@depth 3\nx", {}, "scenario"),
            ("@@position personality\n@@depth 3\nx", {}, "at_depth 3"),
            ("@@position personality\nx", {}, "before_char"),
            ("@@depth -2\nx", {}, "at_depth 0"),
            ("@@reverse_depth 2\nx", {}, "before_char"),
            ("x", {"extensions": {"selectiveLogic": 0, "position": 4, "depth": 2}}, "at_depth 2"),
            ("x", {"extensions": {"selectiveLogic": 0, "position": 4, "depth": None}}, "at_depth 4"),
            ("x", {"extensions": {"position": 4}}, "before_char"),
        ],
    )
    def test_follows_decorators_then_sillytavern_then_the_field(
        self, content: str, given: dict[str, Any], expected: str
    ) -> None:
        rule = rule_of(entry("castle", content=content, **given), absent={"personality"})
        assert expected == str(rule.place)

    @pytest.mark.parametrize(
        ("content", "extensions", "expected"),
        [
            ("x", {}, "system"),
            ("@@role assistant\nx", {}, "assistant"),
            ("x", {"selectiveLogic": 0, "role": 1}, "user"),
            ("x", {"selectiveLogic": 0, "role": []}, "system"),
            ("@@role system\nx", {"selectiveLogic": 0, "role": 2}, "system"),
        ],
    )
    def test_has_a_role(self, content: str, extensions: dict[str, Any], expected: str) -> None:
        assert expected == rule_of(entry("castle", content=content, extensions=extensions)).role

"""Card shape, lorebook, art: what each option does to the form of a card."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generation.cards import png
from generation.cards.card import CardData
from generation.cards.decorators import strip_decorators
from generation.cards.export import FORMATS_OF, export
from generation.cards.options import CARD_FIELDS
from generation.llm.tokens import estimate_tokens
from tests.support.proofs import Made, made, proves

pytestmark = [pytest.mark.once, pytest.mark.repeats]

ALWAYS = {"name", "description", "first_mes"}
FULL: dict[str, Any] = {
    "nickname": "Gal",
    "group_greetings": 1,
    "system_prompt_mode": "replace",
    "post_history_mode": "replace",
    "creator": "Ann",
}


def filled(card: CardData) -> set[str]:
    return {name for name in CARD_FIELDS if getattr(card, name)}


def permanent(one: Made) -> int:
    card = one.card
    texts = (card.name, card.description, card.personality, card.scenario, card.system_prompt)
    return sum(estimate_tokens(text) for text in texts)


class TestShape:
    @proves("spec")
    def test_decides_what_the_png_carries(self) -> None:
        for spec, keywords in (("v2", {b"chara"}), ("v3", {b"ccv3"}), ("both", {b"chara", b"ccv3"})):
            file = export(made(spec=spec).card, "png", spec=spec, tone="neutral").content
            assert keywords == {word for word in (b"chara", b"ccv3") if b"tEXt" + word + b"\x00" in file}
            assert file.startswith(png.SIGNATURE)
            assert "png" in FORMATS_OF[spec]

    @proves("fields")
    def test_fills_only_the_fields_asked_for(self) -> None:
        assert set(CARD_FIELDS) == filled(made(**FULL).card)
        least = made(**FULL, fields=[])
        assert filled(least.card) == ALWAYS
        assert not {"lore_plan", "lore_batch", "examples"} & set(least.tasks)
        assert 1 == least.tasks.count("greeting")

    @pytest.mark.parametrize("field", [name for name in CARD_FIELDS if name not in ALWAYS])
    def test_leaves_any_one_field_out(self, field: str) -> None:
        fields = [name for name in CARD_FIELDS if name != field]
        assert set(fields) == filled(made(**FULL, fields=fields).card)

    @proves("description_format")
    def test_describes_in_the_form_asked_for(self) -> None:
        prose, bullets, attributes, wpp = (
            made(description_format=form).card.description for form in ("prose", "bullets", "attributes", "wpp")
        )
        assert "\n\n" in prose
        assert all(line.startswith("- ") for line in bullets.splitlines())
        assert all(re.match(r"[A-Z][a-z ]+: ", line) for line in attributes.splitlines())
        assert wpp.startswith('[Character("Sir Galahad")\n{\n')
        assert wpp.endswith("\n}]")

    @pytest.mark.parametrize("form", ["bullets", "attributes", "wpp"])
    def test_keeps_the_form_when_cut_short_and_when_something_is_added(self, form: str) -> None:
        tight = {"description_tokens": 60, "card_token_budget": 400, "must_include": ["a brass astrolabe"]}
        text = made(description_format=form, **tight).card.description
        assert "a brass astrolabe" in text
        ends = {"bullets": "astrolabe.", "attributes": "astrolabe.", "wpp": "\n}]"}
        assert text.endswith(ends[form])

    @proves("detail")
    def test_is_as_long_as_its_detail(self) -> None:
        lite, rich = (estimate_tokens(made(detail=detail).card.description) for detail in ("lite", "rich"))
        assert rich > 2 * lite

    @proves("description_tokens")
    def test_describes_within_the_length(self) -> None:
        short, long = (estimate_tokens(made(description_tokens=n).card.description) for n in (150, 1500))
        assert short <= 190
        assert long > 1000

    @proves("personality_tokens", "scenario_tokens")
    def test_keeps_personality_and_scenario_to_their_lengths(self) -> None:
        for name in ("personality", "scenario"):
            none, short, long = (getattr(made(**{f"{name}_tokens": n}).card, name) for n in (0, 40, 250))
            assert "" == none
            assert estimate_tokens(short) <= 50 < estimate_tokens(long)

    @proves("card_token_budget")
    def test_stays_within_the_budget_of_permanent_fields(self) -> None:
        lengths = {"description_tokens": 140, "personality_tokens": 30, "scenario_tokens": 30}
        prompt = {"system_prompt_mode": "replace"}
        narrow = made(card_token_budget=260, **lengths, **prompt)
        wide = made(card_token_budget=2500, **lengths, **prompt)
        assert permanent(narrow) <= 260 < permanent(wide)

    @proves("system_prompt_mode")
    def test_adds_to_or_replaces_the_system_prompt(self) -> None:
        none, adds, replaces = (
            made(system_prompt_mode=mode).card.system_prompt for mode in ("none", "augment", "replace")
        )
        assert ("", True, False) == (none, "{{original}}" in adds, "{{original}}" in replaces)
        assert replaces

    @proves("post_history_mode")
    def test_adds_to_or_replaces_the_instructions_after_the_chat(self) -> None:
        none, adds, replaces = (
            made(post_history_mode=mode).card.post_history_instructions for mode in ("none", "augment", "replace")
        )
        assert ("", True, False) == (none, "{{original}}" in adds, "{{original}}" in replaces)
        assert replaces


class TestLore:
    @proves("lore_entries")
    def test_has_as_many_entries_as_asked(self) -> None:
        assert [3, 9] == [len(made(lore_entries=n).entries) for n in (3, 9)]
        assert made(lore_entries=0).card.character_book is None

    @proves("lore_categories")
    def test_is_about_the_categories_asked_for(self) -> None:
        entries = made(lore_categories=["rule", "item"], lore_entries=4).entries
        assert {"rule", "item"} == {entry.extensions["smart_task_queue"]["category"] for entry in entries}

    @proves("lore_entry_tokens")
    def test_has_entries_of_the_length(self) -> None:
        short, long = (
            [estimate_tokens(entry.content) for entry in made(lore_entry_tokens=n).entries] for n in (40, 250)
        )
        assert max(short) <= 50 < min(long)

    @proves("lore_keys_per_entry")
    def test_has_at_most_so_many_keys(self) -> None:
        assert [1, 6] == [max(len(entry.keys) for entry in made(lore_keys_per_entry=n).entries) for n in (1, 6)]

    @proves("lore_secondary_keys")
    def test_has_secondary_keys_where_asked(self) -> None:
        assert not any(entry.secondary_keys or entry.selective for entry in made().entries)
        assert all(entry.secondary_keys and entry.selective for entry in made(lore_secondary_keys=True).entries)

    @proves("lore_constant_entries")
    def test_has_so_many_constant_entries(self) -> None:
        assert [0, 2] == [sum(e.constant for e in made(lore_constant_entries=n).entries) for n in (0, 2)]

    @proves("lore_scan_depth", "lore_token_budget", "lore_recursive")
    def test_tells_readers_how_to_use_the_book(self) -> None:
        book = made(lore_scan_depth=9, lore_token_budget=99, lore_recursive=True).book
        assert (9, 99, True) == (book.scan_depth, book.token_budget, book.recursive_scanning)
        book = made().book
        assert (4, 1024, False) == (book.scan_depth, book.token_budget, book.recursive_scanning)

    @proves("lore_decorators")
    def test_has_decorators_in_v3_only(self) -> None:
        plain, decorated = made().entries, made(lore_decorators=True)
        assert [entry.content for entry in plain] == [strip_decorators(entry.content) for entry in decorated.entries]
        assert all(entry.content.startswith("@@depth 4\n@@role system\n") for entry in decorated.entries)
        assert "@@" not in str(decorated.document("v2"))


class TestArt:
    @proves("art_prompt")
    def test_has_an_art_prompt_in_the_form_asked_for(self) -> None:
        tags, sentence = (made(art_prompt=form).own["art_prompt"] for form in ("tags", "sentence"))
        assert tags.count(",") > 3
        assert tags != sentence
        assert "art_prompt" not in made(art_prompt="none").own

    @proves("art_style")
    def test_names_the_style(self) -> None:
        assert (True, False) == tuple("woodcut" in one.own["art_prompt"] for one in (made(art_style="woodcut"), made()))

    @proves("tag_count")
    def test_has_at_most_so_many_tags(self) -> None:
        assert [0, 2] == [len(made(tag_count=n).card.tags) for n in (0, 2)]
        assert len(made().card.tags) > 2

    @proves("creator", "character_version")
    def test_is_signed(self) -> None:
        mine = made(creator="Ann", character_version="2.5").card
        assert ("Ann", "2.5") == (mine.creator, mine.character_version)
        assert ("", "1.0") == (made().card.creator, made().card.character_version)

"""What was typed into the form, as options, and back."""

import pytest
from django.http import QueryDict

from generation.cards.options import CardOptions
from generation.pages.answers import options_of
from generation.pages.controls import option_form
from generation.pages.earlier import beyond_defaults
from generation.services.generate import check_options
from jobs.errors import InvalidSubmission

CONCEPT = "A miner who guards a door under a mountain."


def typed(text: str) -> dict:
    return options_of(QueryDict(text))


class TestOptionsOf:
    def test_leaves_out_what_was_left_empty(self) -> None:
        options = typed(f"concept={CONCEPT}&name=&age=&seed=+&genre=&must_include=")
        assert not {"name", "age", "seed", "genre", "must_include", "limits"} & options.keys()

    def test_reads_each_type(self) -> None:
        options = typed(
            f"concept={CONCEPT}&age=41&temperature=0.5&tone=warm&tone=epic&lore_recursive=on&detail=rich"
            "&genre=high+fantasy,+noir&avoid=one,+two%0D%0Athree&limits.timeout_s=60&models.creative=m"
        )
        assert {
            "age": 41,
            "temperature": 0.5,
            "tone": ["warm", "epic"],
            "lore_recursive": True,
            "no_user_actions": False,
            "detail": "rich",
            "genre": ["high fantasy", "noir"],
            "avoid": ["one, two", "three"],
            "limits": {"timeout_s": 60},
            "models": {"creative": "m"},
        }.items() <= options.items()

    @pytest.mark.parametrize("number", ["twelve", "1.5", "9" * 5000, "nan", "1e999"])
    def test_keeps_what_is_no_number_as_it_was_typed(self, number) -> None:
        assert typed(f"lore_entries={number}")["lore_entries"] == number

    def test_makes_options_that_are_accepted(self) -> None:
        posted = f"concept={CONCEPT}&tone=warm&lore_categories=place&lore_entries=18&no_user_actions=on"
        assert 18 == check_options(typed(posted)).lore_entries

    def test_demands_the_concept(self) -> None:
        with pytest.raises(InvalidSubmission) as refused:
            check_options(typed("concept=&tone=warm&lore_categories=place"))
        assert ["concept"] == list(refused.value.errors)


class TestOptionForm:
    def test_offers_every_option_once(self) -> None:
        form = option_form({})
        offered = {name.partition(".")[0] for name in form.essential}
        offered |= {control.name.partition(".")[0] for group in form.groups for control in group.controls}
        assert set(CardOptions.model_fields) == offered

    def test_shows_what_was_typed_with_its_error(self) -> None:
        form = option_form({"lore_entries": "many"}, {"lore_entries": "Give a whole number."})
        control = form.essential["lore_entries"]
        assert ("many", "Give a whole number.") == (control.shown, control.error)

    def test_finds_the_control_of_a_nested_error_and_opens_its_group(self) -> None:
        form = option_form({}, {"limits.timeout_s": "Too short.", "avoid.3": "Too long."})
        marked = {control.name for group in form.groups for control in group.controls if control.error}
        assert {"limits.timeout_s", "avoid"} == marked
        assert {"run", "limits"} == {group.name for group in form.groups if group.has_error}

    def test_keeps_errors_without_a_control_for_the_top(self) -> None:
        assert ["colour: Unknown field; remove it."] == option_form({}, {"colour": "Unknown field; remove it."}).errors

    def test_counts_what_differs_from_the_defaults(self) -> None:
        changed = {group.name: group.changed for group in option_form({"prose_style": "terse"}).groups}
        assert 1 == changed["voice"]
        assert 1 == sum(changed.values())


class TestBeyondDefaults:
    def test_keeps_only_what_was_chosen(self) -> None:
        payload = CardOptions(concept=CONCEPT, detail="rich", lore_entries=3).model_dump(mode="json")
        assert {"concept": CONCEPT, "detail": "rich", "lore_entries": 3} == beyond_defaults(payload)

    def test_gives_back_what_it_cannot_read(self) -> None:
        assert {"concept": 1} == beyond_defaults({"concept": 1})

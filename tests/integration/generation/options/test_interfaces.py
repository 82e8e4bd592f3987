"""Every option on every interface: API, its schema, the form, the command line, the reference."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict

from generation.api.serializers import generate_schema
from generation.cards.options import CardOptions, flat
from generation.management.flags import add_flags, flag_of, options_of
from generation.pages.answers import options_of as typed_options
from generation.pages.controls import option_form
from generation.services.generate import check_options
from generation.services.upload_picture import upload_picture
from jobs.models import Job
from tests.support.api import api_of
from tests.support.cards import keep
from tests.support.illustrator import picture
from tests.support.users import make_user

CONCEPT = "A patient miner who guards a door under a mountain."
OPTIONS = {option["path"]: option for option in flat()}
PARTNERS: dict[str, dict[str, Any]] = {
    "keep_fields": {"base_card": "card"},
    "avatar_upload": {"avatar": "upload"},
    "card_token_budget": {"description_tokens": 50, "personality_tokens": 0, "scenario_tokens": 0},
    "description_tokens": {"card_token_budget": 20_000},
    "personality_tokens": {"card_token_budget": 20_000},
    "scenario_tokens": {"card_token_budget": 20_000},
    "lore_constant_entries": {"lore_entries": 3},
}


def another(option: dict[str, Any]) -> Any:
    """A value that is not the default."""
    default = option["default"]
    match option["type"]:
        case "boolean":
            return not default
        case "choice":
            return next(choice for choice in option["choices"] if choice != default)
        case "choices":
            return option["choices"][3:5] if option["choices"][3:5] != default else option["choices"][:1]
        case "list":
            return ["one thing", "another"]
        case "integer" | "number":
            return option["minimum"] + 1 if option["minimum"] + 1 != default else option["minimum"] + 2
        case _:
            return "de" if option["name"] == "language" else CONCEPT[: option["max_length"]].strip()


def nested(path: str, value: Any) -> dict[str, Any]:
    outer, _, inner = path.partition(".")
    return {outer: {inner: value}} if inner else {outer: value}


def read(options: Any, path: str) -> Any:
    for name in path.split("."):
        options = options[name]
    return options


def case(path: str, card_id: str) -> tuple[dict[str, Any], Any]:
    """Options in which `path` has another value than its default, and that value."""
    value = card_id if path in {"base_card", "avatar_upload"} else another(OPTIONS[path])
    partners = {name: card_id if part == "card" else part for name, part in PARTNERS.get(path, {}).items()}
    return {"concept": CONCEPT, **partners, **nested(path, value)}, value


def effective(path: str, value: Any) -> Any:
    return CardOptions.model_validate({"concept": CONCEPT, "fields": value}).fields if path == "fields" else value


@pytest.fixture
def card_id() -> str:
    return "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"


@pytest.mark.once
class TestCount:
    def test_is_that_of_the_specification(self) -> None:
        assert 65 == len(OPTIONS)

    def test_has_flat_names_that_differ(self) -> None:
        assert len({option["name"] for option in OPTIONS.values()}) == len(OPTIONS)


@pytest.mark.django_db
class TestApi:
    @pytest.mark.repeats
    def test_takes_every_option_and_records_it(self) -> None:
        owner = make_user()
        card, upload = str(keep(owner.pk).pk), str(upload_picture(owner.pk, picture()).pk)
        client, wrong = api_of(owner), []
        for path in OPTIONS:
            given, value = case(path, upload if path == "avatar_upload" else card)
            response = client.post("/api/v1/generation/generate", given)
            if response.status_code != 202 or effective(path, value) != read(Job.objects.latest("id").payload, path):
                wrong.append((path, response.json()))
        assert [] == wrong

    def test_names_every_option_in_its_schema(self) -> None:
        listed = api_of(make_user()).get("/api/v1/generation/options").json()
        properties = listed["schema"]["properties"]
        document = generate_schema()["properties"]
        for path, option in OPTIONS.items():
            outer, _, inner = path.partition(".")
            for told in (properties, document):
                field = told[outer]["properties"][inner] if inner else told[outer]
                assert (option["label"], option["help"]) == (field["title"], field["description"])


@pytest.mark.once
@pytest.mark.parametrize("path", OPTIONS)
class TestEveryOption:
    def test_is_a_flag(self, path: str, card_id: str) -> None:
        parser = argparse.ArgumentParser()
        add_flags(parser)
        given, value = case(path, card_id)
        option = OPTIONS[path]
        line = [CONCEPT] if path == "concept" else [CONCEPT, *_flags(option, value)]
        parsed = options_of(vars(parser.parse_args(line)))
        assert value == read(parsed, path)
        assert option["label"] in parser.format_help() or path == "concept"
        assert effective(path, value) == read(check_options(_merged(given, parsed)).model_dump(), path)

    def test_is_a_control_of_the_form(self, path: str, card_id: str) -> None:
        given, value = case(path, card_id)
        form = option_form(given)
        controls = {c.name: c for group in form.groups for c in group.controls} | form.essential
        control = controls[path]
        assert control.label
        assert control.help
        assert value == control.value
        posted = QueryDict(mutable=True)
        if control.type == "boolean":
            posted.update({path: "on"} if value else {})
        elif control.type == "choices":
            posted.setlist(path, value)
        else:
            posted[path] = control.shown
        assert value == read(typed_options(posted), path)

    def test_is_in_the_reference(self, path: str, card_id: str) -> None:
        page = (Path(settings.BASE_DIR) / "docs/reference/card-options.md").read_text()
        assert f"| `{path}` |" in page


def _flags(option: dict[str, Any], value: Any) -> list[str]:
    flag = flag_of(option)
    if option["type"] == "boolean":
        positive = flag.replace("--no-", "--", 1) if option["name"].startswith("no_") else f"--no-{flag[2:]}"
        return [flag] if value else [positive]
    if option["type"] == "choices":
        return [flag, ",".join(value)]
    if option["type"] == "list":
        return [part for item in value for part in (flag, item)]
    return [flag, str(value)]


def _merged(given: dict[str, Any], parsed: dict[str, Any]) -> dict[str, Any]:
    return {**given, **parsed}

"""What no standard knows: it comes back as it was written, through the database, an edit and every format."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from generation.cards.reading import read_card
from tests.support.api import api_of
from tests.support.card_files import BOOK, ENTRY, as_json, v2, v3

pytestmark = pytest.mark.django_db

CARDS = "/api/v1/generation/cards"
NULLS: dict[str, Any] = {"x_null": None, "x_deep": {"x_null": None, "x_list": [None, {"x_null": None}]}}
DIGITS = "1234567890123456789012345678901"
PLACES = ("extensions", "character_book.extensions", "character_book.entries.0.extensions", "", "character_book")


def sent(user: User, content: bytes) -> dict[str, Any]:
    file = SimpleUploadedFile("card.json", content)
    answer = api_of(user).post(f"{CARDS}/import", {"file": file}, format="multipart")
    assert answer.status_code == 201, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def edited_and_exported(user: User, content: bytes, form: str) -> bytes:
    card_id = sent(user, content)["card_id"]
    assert 200 == api_of(user).patch(f"{CARDS}/{card_id}", {"scenario": "A quay at night."}).status_code
    return bytes(api_of(user).get(f"{CARDS}/{card_id}/export?format={form}").content)


def everywhere(more: dict[str, Any]) -> dict[str, Any]:
    entry = {**ENTRY, **more, "extensions": more}
    return {**more, "extensions": more, "character_book": {**BOOK, **more, "extensions": more, "entries": [entry]}}


def in_place(data: dict[str, Any], place: str) -> dict[str, Any]:
    for part in filter(None, place.split(".")):
        data = data[int(part) if part.isdecimal() else part]  # type: ignore[index]
    return data


class TestNull:
    @pytest.mark.parametrize("form", ["v2", "v3", "png", "charx"])
    def test_comes_back_wherever_it_stood(self, user: User, form: str) -> None:
        document = {**v3(**everywhere(NULLS)), "x_beside": None}
        exported = edited_and_exported(user, as_json(document), form)
        back = read_card(exported).data.dumped()
        assert "A quay at night." == back["scenario"]
        for place in (*PLACES, "character_book.entries.0"):
            found = in_place(back, place)
            assert NULLS == {name: found.get(name, "gone") for name in NULLS}, place
        if form in {"v2", "v3"}:
            assert json.loads(exported)["x_beside"] is None

    def test_of_the_standards_own_is_left_out(self, user: User) -> None:
        own = {"nickname": None, "character_book": None, "source": None, "assets": None}
        back = json.loads(edited_and_exported(user, as_json(v3(**own)), "v3"))["data"]
        assert set() == set(own) & set(back)


class TestNumber:
    @pytest.mark.parametrize("form", ["v2", "v3"])
    @pytest.mark.parametrize("digits", [DIGITS, f"-{DIGITS}", "0.1", "1e-7", "1.7976931348623157e308", "5e-324"])
    def test_comes_back_byte_for_byte_or_as_the_same_number(self, user: User, form: str, digits: str) -> None:
        content = as_json(v2(**everywhere({"x_number": "HERE"}))).replace(b'"HERE"', digits.encode())
        exported = edited_and_exported(user, content, form)
        for place in PLACES:
            assert float(digits) == float(in_place(json.loads(exported)["data"], place)["x_number"])
        if digits.lstrip("-") == DIGITS:
            assert len(PLACES) + 1 == exported.count(f'"x_number": {digits}'.encode())
        assert [] == sent(user, exported)["losses"]

    @pytest.mark.parametrize(("digits", "kept"), [(f"0.{DIGITS}", "0.12345678901234568"), ("1e-400", "0.0")])
    def test_with_digits_that_no_float_has_is_told_as_a_loss(self, user: User, digits: str, kept: str) -> None:
        content = as_json(v2(extensions={"x_number": "HERE"})).replace(b'"HERE"', digits.encode())
        told = f"The number {digits} is kept as {kept}; write it as a text to keep all its digits."
        assert [told] == sent(user, content)["losses"]

    @pytest.mark.parametrize(
        ("digits", "words"),
        [
            ("9" * 310, "310 digits, more than 309; write it as a text"),
            ("9" * 309, "too large"),
            ("1e309", "too large"),
        ],
    )
    def test_that_is_too_large_is_refused_in_words(self, user: User, digits: str, words: str) -> None:
        content = as_json(v2(extensions={"x_number": "HERE"})).replace(b'"HERE"', digits.encode())
        file = SimpleUploadedFile("card.json", content)
        answer = api_of(user).post(f"{CARDS}/import", {"file": file}, format="multipart")
        assert (422, True) == (answer.status_code, words in answer.content.decode())

    def test_beyond_what_programs_count_in_is_refused_in_an_edit_by_its_place(self, user: User) -> None:
        card_id = sent(user, as_json(v2(character_book=BOOK)))["card_id"]
        body = json.dumps({"character_book": {**BOOK, "extensions": {"x": "HERE"}}}).replace('"HERE"', DIGITS)
        answer = api_of(user).patch(f"{CARDS}/{card_id}", body, content_type="application/json")
        assert (400, True) == (answer.status_code, "character_book.extensions.x" in answer.content.decode())

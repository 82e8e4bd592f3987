"""What is written, held against the card standards and against what readers trip over."""

from __future__ import annotations

import base64
import io
import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from generation.cards import v2, v3
from generation.cards.card import Book, BookEntry, CardData
from generation.cards.decorators import decorate, strip_decorators
from generation.cards.export import export
from tests.support.cards import make_options, write

V1_FIELDS = ["name", "description", "personality", "scenario", "first_mes", "mes_example"]
V2_STRINGS = [*V1_FIELDS, "creator_notes", "system_prompt", "post_history_instructions", "creator", "character_version"]
BOOK_FIELDS = {"name", "description", "scan_depth", "token_budget", "recursive_scanning", "extensions", "entries"}


def chunks(image: bytes) -> Iterator[tuple[str, bytes]]:
    """Type and body of each chunk, its checksum verified: a reader of our own, unlike the writer."""
    assert image[:8] == bytes([137, 80, 78, 71, 13, 10, 26, 10])
    rest = image[8:]
    while rest:
        length = int.from_bytes(rest[:4], "big")
        body = rest[8 : 8 + length]
        (checksum,) = struct.unpack(">I", rest[8 + length : 12 + length])
        assert zlib.crc32(rest[4 : 8 + length]) == checksum
        yield rest[4:8].decode("ascii"), body
        rest = rest[12 + length :]


def texts(image: bytes) -> dict[str, dict[str, Any]]:
    """The documents in the text chunks, in their order."""
    found = {}
    for kind, body in chunks(image):
        if kind == "tEXt":
            keyword, _, value = body.partition(b"\0")
            found[keyword.decode("latin-1")] = json.loads(base64.b64decode(value, validate=True).decode("utf-8"))
    return found


@pytest.fixture(scope="module")
def card() -> CardData:
    return write(
        make_options(
            name="Ada Flínt 玉",
            nickname="Ada",
            lore_entries=9,
            lore_constant_entries=1,
            lore_decorators=True,
            group_greetings=1,
            creator="A person",
        )
    )


class TestV2Document:
    def test_names_its_standard(self, card: CardData) -> None:
        document = v2.document(card)
        assert ("chara_card_v2", "2.0") == (document["spec"], document["spec_version"])

    def test_has_everything_in_data(self, card: CardData) -> None:
        assert ["spec", "spec_version", "data"] == list(v2.document(card))

    @pytest.mark.parametrize("field", V2_STRINGS)
    def test_has_every_required_string(self, card: CardData, field: str) -> None:
        assert isinstance(v2.document(card)["data"][field], str)

    @pytest.mark.parametrize("field", ["alternate_greetings", "tags"])
    def test_has_the_required_lists_of_strings(self, card: CardData, field: str) -> None:
        assert all(isinstance(item, str) for item in v2.document(card)["data"][field])

    def test_has_extensions(self, card: CardData) -> None:
        assert isinstance(v2.document(card)["data"]["extensions"], dict)

    @pytest.mark.parametrize("field", v2.V3_ONLY)
    def test_has_nothing_that_only_v3_knows(self, card: CardData, field: str) -> None:
        assert field not in v2.document(card)["data"]

    def test_has_no_decorators(self, card: CardData) -> None:
        entries = v2.document(card)["data"]["character_book"]["entries"]
        assert not [entry for entry in entries if "@@" in entry["content"] or "use_regex" in entry]

    def test_leaves_the_book_out_where_there_is_none(self) -> None:
        assert "character_book" not in v2.document(CardData(name="Ada"))["data"]

    def test_has_the_v1_fields_at_the_root_when_asked(self, card: CardData) -> None:
        document = v2.document(card, backfill_v1=True)
        assert {name: document[name] for name in V1_FIELDS} == {name: document["data"][name] for name in V1_FIELDS}

    def test_warns_beside_a_v3_card_only(self, card: CardData) -> None:
        assert "V3" in v2.document(card, beside_v3=True)["data"]["creator_notes"]
        assert "V3" not in v2.document(card)["data"]["creator_notes"]

    def test_keeps_unknown_properties_and_extensions(self) -> None:
        read = {"name": "Ada", "extensions": {"depth_prompt": {"depth": 4}}, "x_other": 1}
        data = v2.document(CardData.model_validate(read))["data"]
        assert ({"depth_prompt": {"depth": 4}}, 1) == (data["extensions"], data["x_other"])


class TestV3Document:
    def test_names_its_standard(self, card: CardData) -> None:
        document = v3.document(card)
        assert ("chara_card_v3", "3.0") == (document["spec"], document["spec_version"])

    def test_always_has_group_greetings(self) -> None:
        assert [] == v3.document(CardData(name="Ada"))["data"]["group_only_greetings"]

    def test_has_dates_in_whole_seconds(self, card: CardData) -> None:
        data = v3.document(card)["data"]
        assert (1767323045, 1767323045) == (data["creation_date"], data["modification_date"])

    def test_has_the_nickname(self, card: CardData) -> None:
        assert "Ada" == v3.document(card)["data"]["nickname"]

    def test_leaves_an_unset_nickname_out(self) -> None:
        assert "nickname" not in v3.document(CardData(name="Ada"))["data"]

    def test_puts_nothing_of_its_own_outside_extensions(self, card: CardData) -> None:
        known = {*V2_STRINGS, "alternate_greetings", "character_book", "tags", "extensions", "group_only_greetings"}
        assert {"nickname", "creation_date", "modification_date"} == set(v3.document(card)["data"]) - known

    def test_says_use_regex_in_every_entry(self, card: CardData) -> None:
        entries = v3.document(card)["data"]["character_book"]["entries"]
        assert [False] * 9 == [entry["use_regex"] for entry in entries]

    def test_keeps_decorators(self, card: CardData) -> None:
        entries = v3.document(card)["data"]["character_book"]["entries"]
        assert all(entry["content"].startswith("@@depth 4\n@@role system\n") for entry in entries)


@pytest.mark.parametrize("write_document", [v2.document, v3.document])
class TestBook:
    def test_has_every_setting(self, card: CardData, write_document: Any) -> None:
        assert set(write_document(card)["data"]["character_book"]) == BOOK_FIELDS

    def test_numbers_its_entries(self, card: CardData, write_document: Any) -> None:
        entries = write_document(card)["data"]["character_book"]["entries"]
        assert [entry["id"] for entry in entries] == list(range(9))
        assert [entry["insertion_order"] for entry in entries] == list(range(100, 109))

    def test_has_no_comma_in_a_key(self, card: CardData, write_document: Any) -> None:
        entries = write_document(card)["data"]["character_book"]["entries"]
        assert not [key for entry in entries for key in [*entry["keys"], *entry["secondary_keys"]] if "," in key]

    def test_shows_its_titles_to_every_reader(self, card: CardData, write_document: Any) -> None:
        entries = write_document(card)["data"]["character_book"]["entries"]
        assert all(entry["name"] == entry["comment"] != "" for entry in entries)

    def test_positions_entries_in_words(self, card: CardData, write_document: Any) -> None:
        entries = write_document(card)["data"]["character_book"]["entries"]
        assert {"before_char"} == {entry["position"] for entry in entries}


class TestPng:
    def test_carries_v2_first_and_then_v3_right_after_the_header(self, card: CardData) -> None:
        image = export(card, "png", spec="both", tone="dark").content
        assert ["IHDR", "tEXt", "tEXt", "IDAT"] == [kind for kind, _ in chunks(image)][:4]
        assert ["chara", "ccv3"] == list(texts(image))

    def test_carries_whole_documents(self, card: CardData) -> None:
        image = export(card, "png", spec="both", tone="dark").content
        assert texts(image) == {
            "chara": v2.document(card, beside_v3=True, backfill_v1=True),
            "ccv3": v3.document(card),
        }

    @pytest.mark.parametrize(("spec", "keywords"), [("v2", ["chara"]), ("v3", ["ccv3"])])
    def test_carries_only_what_was_asked_for(self, card: CardData, spec: str, keywords: list[str]) -> None:
        assert keywords == list(texts(export(card, "png", spec=spec, tone="dark").content))

    def test_does_not_warn_a_card_made_for_v2(self, card: CardData) -> None:
        document = texts(export(card, "png", spec="v2", tone="dark").content)["chara"]
        assert "V3" not in document["data"]["creator_notes"]

    def test_can_leave_the_v1_fields_out(self, card: CardData) -> None:
        image = export(card, "png", spec="both", tone="dark", backfill_v1=False).content
        assert ["spec", "spec_version", "data"] == list(texts(image)["chara"])

    def test_is_an_image_to_pillow(self, card: CardData) -> None:
        image = Image.open(io.BytesIO(export(card, "png", spec="both", tone="dark").content))
        image.load()
        assert (400, 600) == image.size
        assert ["chara", "ccv3"] == list(image.info)
        assert "Ada Flínt 玉" == json.loads(base64.b64decode(image.info["ccv3"]))["data"]["name"]

    def test_is_the_same_file_every_time(self, card: CardData) -> None:
        first, second = (export(card, "png", spec="both", tone="epic") for _ in range(2))
        assert first == second


class TestJson:
    @pytest.mark.parametrize("form", ["v2", "v3"])
    def test_is_the_document_without_a_wrapper(self, card: CardData, form: Any) -> None:
        document = v2.document(card) if form == "v2" else v3.document(card)
        assert json.loads(export(card, form, spec="both", tone="dark").content) == document

    def test_keeps_letters_as_they_are(self, card: CardData) -> None:
        assert "玉".encode() in export(card, "v3", spec="both", tone="dark").content

    @pytest.mark.parametrize(
        ("name", "file"), [("Ada Flínt", "ada-flint.v2.json"), ("玉藻前", "card.v2.json"), ("../../x", "x.v2.json")]
    )
    def test_gets_a_plain_file_name(self, name: str, file: str) -> None:
        assert file == export(CardData(name=name), "v2", spec="both", tone="dark").name


class TestStripDecorators:
    @pytest.mark.parametrize(
        "content",
        [
            "@@depth 4\nText",
            "\n@@depth 4\n\n@@role system\n\nText",
            "@@depth 4\n@@@position personality\nText",
            decorate("Text", "activate_only_after 3", "scan_depth 2"),
            "@@depth 4\r\n\r\n@@role system\r\n@@@foo 1\nText",
            "\r\n \r@@depth 4\r@@role user\r\rText",
            "Text",
        ],
    )
    def test_leaves_the_text(self, content: str) -> None:
        assert "Text" == strip_decorators(content)

    def test_leaves_signs_inside_the_text_alone(self) -> None:
        assert "See @@ here\n@@depth 4" == strip_decorators("See @@ here\n@@depth 4")

    def test_looks_at_each_of_many_blank_lines_once(self) -> None:
        text = "\r\n" * 5_000 + "Text"
        assert text == strip_decorators(text)

    def test_leaves_nothing_of_a_text_that_is_only_decorators(self) -> None:
        assert "" == strip_decorators("@@depth 4\n@@role user")


class TestUnknownEntryFields:
    def test_survive(self) -> None:
        entry = BookEntry.model_validate({"keys": ["k"], "content": "c", "extensions": {"depth": 4}, "probability": 5})
        book = v3.document(CardData(name="Ada", character_book=Book(entries=[entry])))["data"]["character_book"]
        assert ({"depth": 4}, 5) == (book["entries"][0]["extensions"], book["entries"][0]["probability"])


class TestRegularExpressions:
    def test_stay_what_they_are_in_a_v2_copy(self) -> None:
        book = Book(
            entries=[
                BookEntry(keys=["/sea/i"], content="Wet.", use_regex=True),
                BookEntry(keys=["b"], content="x", id=1),
            ]
        )
        entries = v2.document(CardData(name="Bo", character_book=book))["data"]["character_book"]["entries"]
        assert [True, None] == [entry.get("use_regex") for entry in entries]

"""What is read is written again: generated cards, and cards that other programs' libraries wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aichar
import pytest
import tavern_card
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generation.cards import v2, v3
from generation.cards.card import CardData
from generation.cards.export import FORMATS, Format, export
from generation.cards.reading import Card, read_card
from generation.cards.reading.errors import NotACard
from generation.cards.standard import V2Document, V3Document
from tests.support.card_files import BOOK, ENTRY, V1, V2_DATA, V3_DATA, animated, as_charx, as_json, as_png, picture

PROFILE = settings(
    max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
LETTERS = st.text(st.characters(exclude_categories=["C"], include_characters="\n"), max_size=20)
NAMES = st.text("abcdefgh_", min_size=1, max_size=6).map("x_{}".format)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**300), 10**300)
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e9, 1e9)
    | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)
UNKNOWN = st.dictionaries(NAMES, VALUES, max_size=3)


@st.composite
def entries(draw: Any) -> dict[str, Any]:
    return {
        **ENTRY,
        "content": draw(st.sampled_from(["", "@@depth 4\n"])) + draw(LETTERS),
        "keys": draw(st.lists(LETTERS.filter(str.strip), max_size=3)),
        "id": draw(st.integers(0, 99) | st.floats(0, 9) | LETTERS.filter(bool)),
        "use_regex": draw(st.booleans()),
        "extensions": draw(UNKNOWN),
        **draw(UNKNOWN),
    }


@st.composite
def data(draw: Any) -> dict[str, Any]:
    """Of a V3 card, with what no standard knows wherever something may be added."""
    return {
        **V3_DATA,
        **{name: draw(LETTERS) for name in ("description", "scenario", "creator_notes", "nickname")},
        "tags": draw(st.lists(LETTERS.filter(str.strip), max_size=3)),
        "extensions": draw(UNKNOWN),
        "character_book": {
            "extensions": draw(UNKNOWN),
            "entries": draw(st.lists(entries(), max_size=2)),
            **draw(UNKNOWN),
        },
        **draw(UNKNOWN),
    }


def again(card: Card, form: Format) -> Card:
    return read_card(export(card.data, form, spec=card.spec, tone="dark", files=card.files).content)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [*CardData.model_fields, "assets", "source", "creator_notes_multilingual", "x_own"]
ENTRY_FIELDS = [*ENTRY, "id", "priority", "name", "comment", "position", "constant", "selective", "key", "disable"]
ODD_ENTRIES = st.dictionaries(st.sampled_from(ENTRY_FIELDS), ANYTHING, max_size=8)
ODD_BOOKS = st.fixed_dictionaries(
    {"entries": st.lists(ODD_ENTRIES | ANYTHING, max_size=3) | ANYTHING},
    optional={"scan_depth": ANYTHING, "name": ANYTHING, "extensions": ANYTHING},
)
ODD_DATA = st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=10)


class TestGeneratedCards:
    @PROFILE
    @given(data())
    @example({**V3_DATA, "extensions": {"smart_task_queue": {"root": {"spec": "x", "name": "y", "chat": 1}}}})
    def test_come_back_from_every_format_of_v3(self, fields: dict[str, Any]) -> None:
        card = read_card(as_json({"spec": v3.SPEC, "spec_version": "3.0", "data": fields}))
        for form in ("v3", "png"):
            back = again(card, form)
            assert v3.document(card.data) == v3.document(back.data, assets=()), form

    @PROFILE
    @given(data())
    def test_come_back_from_v2_with_all_that_v2_knows(self, fields: dict[str, Any]) -> None:
        card = read_card(as_json({"spec": v2.SPEC, "spec_version": "2.0", "data": fields}))
        assert v2.document(card.data) == v2.document(again(card, "v2").data)

    @PROFILE
    @given(ODD_DATA, ODD_BOOKS)
    def test_fit_the_standards_whatever_they_were(self, odd: dict[str, Any], book: dict[str, Any]) -> None:
        document = {"spec": v3.SPEC, "data": {"description": "Mends nets.", "character_book": book, **odd}}
        try:
            card = read_card(json.dumps(document).encode())
        except NotACard:
            return
        V2Document.model_validate(v2.document(card.data))
        V3Document.model_validate(v3.document(card.data))
        json.dumps(v3.document(card.data), allow_nan=False).encode()

    @PROFILE
    @given(st.binary(max_size=300) | ANYTHING.map(lambda value: json.dumps(value).encode()))
    @example(as_png(V2_DATA)[:-40])
    @example(as_charx(V3_DATA)[:-30])
    def test_of_no_kind_are_refused_in_words(self, content: bytes) -> None:
        with pytest.raises(NotACard, match=r"\w+"):
            read_card(content)


class TestFiles:
    LISTED = (
        {"type": "icon", "uri": "embeded://a.png", "name": "main", "ext": "png", "x_note": "kept"},
        {"type": "emotion", "uri": "embeded://b.webp", "name": "glad", "ext": "webp"},
        {"type": "background", "uri": "https://example.org/b.png", "name": "main", "ext": "png"},
    )

    def card(self) -> Card:
        files = {"a.png": picture(colour="red"), "b.webp": picture("WEBP"), "module.risum": b"a module"}
        return read_card(
            as_charx({"spec": v3.SPEC, "spec_version": "3.0", "data": {**V3_DATA, "assets": list(self.LISTED)}}, files)
        )

    def told(self, card: Card) -> list[tuple[str, str, str, bytes]]:
        return sorted((file.type, file.name, file.ext, file.content) for file in card.files)

    def test_come_back_from_a_charx(self) -> None:
        back = again(self.card(), "charx")
        assert self.told(self.card()) == self.told(back)
        assets = v3.document(back.data)["data"]["assets"]
        assert [{**asset, "uri": ""} for asset in self.LISTED] == [{**asset, "uri": ""} for asset in assets]
        assert [] == back.losses

    @pytest.mark.parametrize("form", ["charx", "png", "v3"])
    def test_keep_what_is_said_of_the_default_icon(self, form: Format) -> None:
        icon = {"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png", "x_note": "kept"}
        card = read_card(as_png({"spec": v3.SPEC, "spec_version": "3.0", "data": {**V3_DATA, "assets": [icon]}}))
        (asset,) = v3.document(again(card, form).data)["data"]["assets"]
        assert "kept" == asset["x_note"]

    @pytest.mark.parametrize("ext", ["unknown", "ttf"])
    def test_keep_the_media_type_of_a_data_url(self, ext: str) -> None:
        font = {"type": "x_font", "uri": "data:font/ttf;base64,AAEAAAA=", "name": "hand", "ext": ext}
        card = read_card(as_json({"spec": v3.SPEC, "spec_version": "3.0", "data": {**V3_DATA, "assets": [font]}}))
        file = export(card.data, "v3", spec="both", tone="dark", files=card.files)
        assert font == json.loads(file.content)["data"]["assets"][0]
        assert [] == [*card.warnings, *card.losses]

    def test_of_a_known_ending_are_what_it_says(self) -> None:
        glad = {"type": "emotion", "uri": "data:text/html;base64,AAEAAAA=", "name": "glad", "ext": "png"}
        card = read_card(as_json({"spec": v3.SPEC, "spec_version": "3.0", "data": {**V3_DATA, "assets": [glad]}}))
        assert ["image/png"] == [file.media_type for file in card.files]
        assert ["The asset 'glad' is told to be text/html; by its ending it is image/png."] == card.warnings

    def test_that_assets_name_come_back_from_a_json(self) -> None:
        expected = [file for file in self.told(self.card()) if file[0] != "x_file"]
        assert expected == self.told(again(self.card(), "v3"))

    def test_of_a_png_is_its_picture_made_anew(self) -> None:
        (file,) = again(self.card(), "png").files
        assert ("icon", "main", "png", picture(colour="red")) == (file.type, file.name, file.ext, file.content)

    def test_may_be_a_picture_that_moves(self) -> None:
        card = read_card(as_png({"spec": v2.SPEC, "spec_version": "2.0", "data": V2_DATA}))
        moving = [*card.files]
        moving[0] = type(moving[0])(type="icon", name="main", ext="png", size=len(animated()), content=animated())
        packed = read_card(export(card.data, "charx", spec="both", tone="dark", files=moving).content)
        assert animated() == packed.files[0].content

    @pytest.mark.parametrize("form", FORMATS)
    def test_are_the_same_every_time(self, form: Format) -> None:
        card = self.card()
        first, second = (export(card.data, form, spec="both", tone="dark", files=card.files) for _ in range(2))
        assert first == second


class TestAichar:
    """Writes V1 as JSON and PNG."""

    @pytest.mark.parametrize("form", ["json", "png"])
    def test_writes_what_is_read(self, form: str, tmp_path: Path) -> None:
        character = aichar.create_character("Bo", "", "Slow to anger.", "A quay.", "Mind the rope.", "<START>", "")
        if form == "json":
            content = character.export_json("sillytavern").encode()
        else:
            (tmp_path / "in.png").write_bytes(picture())
            character.image_path = str(tmp_path / "in.png")
            character.export_card_file("sillytavern", str(tmp_path / "out.png"))
            content = (tmp_path / "out.png").read_bytes()
        card = read_card(content)
        assert ("Bo", "Slow to anger.", "A quay.", "Mind the rope.") == (
            card.data.name,
            card.data.personality,
            card.data.scenario,
            card.data.first_mes,
        )


class TestTavernCard:
    """Reads what we write, and what it makes of it we read again."""

    def test_agrees_about_a_card_that_went_through_both(self) -> None:
        theirs = tavern_card.parse_card(as_json(V1))
        ours = read_card(as_json(theirs))
        assert V1 == {name: getattr(ours.data, name) for name in V1}
        assert [] == ours.losses

    def test_reads_the_same_from_a_png(self) -> None:
        image = as_png({"spec": v2.SPEC, "spec_version": "2.0", "data": {**V2_DATA, "character_book": BOOK}})
        theirs, ours = tavern_card.parse_png_card(image), read_card(image)
        document = v2.document(ours.data)["data"]
        assert V2_DATA == {name: document[name] for name in V2_DATA}
        assert {name: document[name] for name in V2_DATA} == {name: theirs["data"][name] for name in V2_DATA}

    def test_writes_a_png_that_is_read(self) -> None:
        document = {"spec": v2.SPEC, "spec_version": "2.0", "data": {**V2_DATA, "character_book": BOOK}}
        card = read_card(tavern_card.write_png_card(document, picture()))
        assert v2.document(read_card(as_json(document)).data) == v2.document(card.data)
        assert picture() == card.files[0].content

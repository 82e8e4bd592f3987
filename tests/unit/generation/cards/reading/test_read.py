"""Every version, container and quirk that the specification lists, read."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from generation.cards import v2 as writing_v2
from generation.cards.addresses import id_in
from generation.cards.assets import assets_of
from generation.cards.reading import Card, read_card
from generation.cards.reading.errors import NotACard
from tests.support.card_files import (
    BOOK,
    ENTRY,
    V1,
    V2_DATA,
    V3_DATA,
    animated,
    as_charx,
    as_json,
    as_png,
    as_text,
    international_text,
    packed_text,
    picture,
    text,
    v2,
    v3,
    with_chunks,
    zipped,
)


def entry_of(raw: Any) -> Any:
    """The one entry of a card whose book has `raw`."""
    card = read_card(as_json(v2(character_book={"entries": [raw]})))
    assert card.data.character_book is not None
    (entry,) = card.data.character_book.entries
    return entry


def told(card: Card) -> str:
    return " ".join([*card.warnings, *card.losses])


class TestVersions:
    def test_v1_is_flat(self) -> None:
        card = read_card(as_json(V1))
        assert {name: getattr(card.data, name) for name in V1} == V1
        assert ("v2", [], []) == (card.spec, card.warnings, card.losses)

    def test_v2_keeps_every_field(self) -> None:
        card = read_card(as_json(v2(character_book=BOOK)))
        dumped = card.data.model_dump(exclude_none=True)
        assert {name: dumped[name] for name in V2_DATA} == V2_DATA
        assert ("v2", [], []) == (card.spec, card.warnings, card.losses)

    def test_v3_keeps_every_field(self) -> None:
        more = {"source": ["https://example.org/1"], "creator_notes_multilingual": {"de": "Ruhig."}, "x_new": [1]}
        card = read_card(as_json(v3(**more, creation_date=17)))
        dumped = card.data.model_dump(exclude_none=True)
        assert {name: dumped[name] for name in {**V3_DATA, **more}} == {**V3_DATA, **more}
        assert ("both", 17, []) == (card.spec, card.data.creation_date, card.warnings)

    def test_other_programs_flat_fields_are_known(self) -> None:
        flat = {"char_name": "Bo", "char_persona": "Mends nets.", "char_greeting": "Hm.", "world_scenario": "A quay."}
        card = read_card(as_json(flat))
        assert ("Bo", "Mends nets.", "Hm.", "A quay.") == (
            card.data.name,
            card.data.description,
            card.data.first_mes,
            card.data.scenario,
        )
        assert "char_name" in told(card)

    @pytest.mark.parametrize(
        ("head", "words"),
        [
            ({"spec_version": "3.1"}, "newer than 3.0"),
            ({"spec_version": "2.9"}, "filled in"),
            ({"spec_version": None}, "not a number"),
            ({"spec_version": "3.0"}, ""),
            ({"spec": "chara_card_v9"}, "read as V3"),
            ({"spec": None}, "does not say"),
        ],
    )
    def test_other_numbers_are_told_and_read(self, head: dict[str, Any], words: str) -> None:
        card = read_card(as_json(v3() | head))
        assert "Bo" == card.data.name
        assert words in told(card)
        assert bool(words) == bool(card.warnings)

    def test_v2_without_data_is_read_where_its_fields_are(self) -> None:
        card = read_card(as_json({"spec": "chara_card_v2", **V1}))
        assert "Bo" == card.data.name
        assert "no `data`" in told(card)

    def test_data_counts_where_the_copy_for_old_readers_differs(self) -> None:
        card = read_card(as_json({**v2(), **V1, "name": "Old Bo"}))
        assert "Bo" == card.data.name
        assert "differ" in told(card)

    def test_what_stands_beside_data_is_written_there_again(self) -> None:
        beside = {"create_date": "2024-1-1", "chat": "Bo - now", "avatar": "none"}
        card = read_card(as_json({**V1, **v2(), **beside}))
        document = writing_v2.document(card.data)
        assert document == {**v2(), **beside}

    def test_what_stands_beside_data_counts_where_data_is_silent(self) -> None:
        data: dict[str, Any] = {"description": "Mends nets.", "first_mes": "Hm.", "extensions": {}, "nickname": None}
        beside = {"name": "Bob", "tags": ["t1"], "nickname": "Bobby", "first_mes": "Old.", "scenario": "", "chat": 1}
        card = read_card(as_json({"spec": "chara_card_v2", "spec_version": "2.0", **beside, "data": data}))
        assert ("Bob", ["t1"], "Bobby", "Hm.") == (
            card.data.name, card.data.tags, card.data.nickname, card.data.first_mes,
        )  # fmt: skip
        assert "name, tags, nickname stood beside `data`" in told(card)
        assert 1 == writing_v2.document(card.data)["chat"]

    @pytest.mark.parametrize("more", [{"use_regex": True}, {"id": "a"}, {"content": "@@depth 4\nKnots."}])
    def test_v2_with_what_only_v3_knows_goes_on_as_both(self, more: dict[str, Any]) -> None:
        assert "both" == read_card(as_json(v2(character_book={**BOOK, "entries": [{**ENTRY, **more}]}))).spec

    def test_our_own_notice_in_a_v2_copy_is_taken_out(self) -> None:
        document = writing_v2.document(read_card(as_json(v3())).data, beside_v3=True)
        assert "For slow evenings." == read_card(as_json(document)).data.creator_notes


class TestQuirks:
    def test_empty_words_are_left_out_and_told(self) -> None:
        card = read_card(as_json(v2(tags=["a", "", " ", None], character_book={"entries": [{**ENTRY, "keys": [""]}]})))
        assert ["a"] == card.data.tags
        assert "tags had 3 of 4 empty; they are left out." in card.warnings
        assert "character_book.entries.0.keys had 1 of 1 empty; they are left out." in card.warnings

    def test_a_book_may_lack_extensions(self) -> None:
        card = read_card(as_json(v2(character_book={"entries": [ENTRY]})))
        assert card.data.character_book is not None
        assert {} == card.data.character_book.extensions
        assert "no extensions" in told(card)

    def test_entries_may_be_an_object(self) -> None:
        card = read_card(as_json(v2(character_book={**BOOK, "entries": {"0": ENTRY, "1": {**ENTRY, "content": "b"}}})))
        assert card.data.character_book is not None
        assert ["Every knot has a name.", "b"] == [entry.content for entry in card.data.character_book.entries]
        assert "object" in told(card)

    def test_entries_of_world_files_are_brought_into_the_standards_form(self) -> None:
        world = {
            "uid": 3, "key": ["net"], "keysecondary": ["knot"], "comment": "Nets", "content": "Knots.", "order": 50,
            "disable": True, "position": 4, "selectiveLogic": 0, "preventRecursion": True, "useProbability": True,
        }  # fmt: skip
        entry = entry_of(world)
        assert (3, ["net"], ["knot"], "Nets", "Knots.") == (
            entry.id, entry.keys, entry.secondary_keys, entry.comment, entry.content,
        )  # fmt: skip
        assert (50, False) == (entry.insertion_order, entry.enabled)
        assert {
            "position": 4,
            "selectiveLogic": 0,
            "prevent_recursion": True,
            "useProbability": True,
        } == entry.extensions

    @pytest.mark.parametrize("empty", [None, {}, ""])
    def test_a_book_may_be_nothing(self, empty: Any) -> None:
        card = read_card(as_json(v2(character_book=empty)))
        assert (None, [], []) == (card.data.character_book, card.warnings, card.losses)

    def test_numbers_may_be_texts(self) -> None:
        book = {**BOOK, "scan_depth": "8", "token_budget": "2.5", "entries": [{**ENTRY, "insertion_order": "30"}]}
        card = read_card(as_json(v2(character_book=book)))
        assert card.data.character_book is not None
        assert (8, 2.5, 30) == (
            card.data.character_book.scan_depth,
            card.data.character_book.token_budget,
            card.data.character_book.entries[0].insertion_order,
        )

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ({"use_regex": True}, {"use_regex": True}),
            ({"use_regex": "true"}, {"use_regex": True}),
            ({"enabled": 0}, {"enabled": False}),
            ({"enabled": None}, {"enabled": True}),
            ({"keys": "net, knot"}, {"keys": ["net", "knot"]}),
            ({"keys": None}, {"keys": []}),
            ({"content": None}, {"content": ""}),
            ({"position": 1}, {"position": "after_char"}),
            ({"position": "at_depth"}, {"position": "before_char"}),
            ({"id": "abc"}, {"id": "abc"}),
            ({"id": None}, {"id": 0}),
            ({"priority": None}, {"priority": 10}),
            ({"extensions": None}, {"extensions": {}}),
            ({"probability": 40}, {"probability": 40}),
            (
                {"secondary_keys": None, "comment": None, "name": None},
                {"secondary_keys": [], "comment": "", "name": ""},
            ),
        ],
    )
    def test_entries_may_be_odd(self, given: dict[str, Any], kept: dict[str, Any]) -> None:
        entry = entry_of({**ENTRY, **given})
        assert kept == {name: getattr(entry, name) for name in kept}

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ({"character_version": 2}, {"character_version": "2"}),
            ({"character_version": 1.5}, {"character_version": "1.5"}),
            ({"tags": "sea, work"}, {"tags": ["sea", "work"]}),
            ({"tags": None, "alternate_greetings": None}, {"tags": [], "alternate_greetings": []}),
            ({"alternate_greetings": "Hm."}, {"alternate_greetings": ["Hm."]}),
            ({"alternate_greetings": ["Hm.", None, 3]}, {"alternate_greetings": ["Hm.", "3"]}),
            ({"description": None}, {"description": ""}),
            ({"description": ["a", "b"]}, {"description": "a\nb"}),
            ({"scenario": {"a": 1}}, {"scenario": ""}),
            ({"extensions": []}, {"extensions": {}}),
            ({"extensions": None}, {"extensions": {}}),
            ({"name": "  "}, {"name": "Untitled"}),
            ({"creation_date": "1700000000"}, {"creation_date": 1_700_000_000}),
            ({"modification_date": 1_700_000_000_123}, {"modification_date": 1_700_000_000}),
            ({"nickname": None}, {"nickname": None}),
            ({"first_mes": "a\x00b\ud800c"}, {"first_mes": "abc"}),
        ],
    )
    def test_fields_may_be_odd(self, given: dict[str, Any], kept: dict[str, Any]) -> None:
        card = read_card(as_json(v2(**given)))
        assert kept == {name: getattr(card.data, name) for name in kept}

    @pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\n\t "])
    def test_a_file_may_begin_with_a_mark(self, mark: bytes) -> None:
        assert "Bo" == read_card(mark + as_json(v2())).data.name

    def test_a_file_may_be_utf_16(self) -> None:
        assert "Bo" == read_card(json.dumps(v2()).encode("utf-16")).data.name

    def test_only_so_many_warnings_are_listed(self) -> None:
        card = read_card(as_json(v2(character_book={**BOOK, "entries": [{**ENTRY, "id": "1", "enabled": 1}] * 200})))
        assert (51, "And 150 more of the kind.") == (len(card.warnings), card.warnings[-1])


class TestPng:
    @pytest.mark.parametrize("keyword", ["chara", "Chara", "CHARA", "ccv3", "CCV3"])
    def test_has_its_keyword_in_any_case(self, keyword: str) -> None:
        assert "Bo" == read_card(as_png(v3(), keyword)).data.name

    @pytest.mark.parametrize(
        "chunk",
        [
            packed_text("chara", as_text(v2())),
            international_text("chara", as_text(v2())),
            international_text("chara", as_text(v2()), packed=True),
            text("chara", as_json(v2())),
            text("chara", as_text(v2()).rstrip(b"=")),
            text("chara", b"\n".join(as_text(v2())[n : n + 76] for n in range(0, 2000, 76))),
        ],
    )
    def test_may_hold_its_text_in_other_ways(self, chunk: bytes) -> None:
        assert "Bo" == read_card(with_chunks(chunk)).data.name

    def test_gives_the_v3_card_where_it_holds_both(self) -> None:
        image = with_chunks(text("chara", as_text(v2(name="Two"))), text("ccv3", as_text(v3(name="Three"))))
        assert "Three" == read_card(image).data.name

    def test_gives_the_v2_card_where_the_other_is_broken(self) -> None:
        card = read_card(with_chunks(text("ccv3", b"!!!"), text("chara", as_text(v2(name="Two")))))
        assert "Two" == card.data.name
        assert "base64 is broken" in told(card)

    def test_gives_the_first_of_several(self) -> None:
        image = with_chunks(text("chara", as_text(v2(name="One"))), text("chara", as_text(v2(name="Other"))))
        card = read_card(image)
        assert "One" == card.data.name
        assert "several texts" in told(card)

    def test_gives_its_picture_without_the_card(self) -> None:
        (file,) = read_card(as_png(v2())).files
        assert ("icon", "main", "png", "image/png") == (file.type, file.name, file.ext, file.media_type)
        assert b"chara" not in file.content
        assert picture() == file.content

    def test_tells_which_of_its_texts_are_not_kept(self) -> None:
        card = read_card(with_chunks(text("parameters", b"steps: 20"), text("chara", as_text(v2()))))
        assert ["The PNG's other texts are not kept: 'parameters'."] == card.losses

    def test_may_be_animated(self) -> None:
        (file,) = read_card(with_chunks(text("chara", as_text(v2())), image=animated())).files
        assert animated() == file.content

    def test_may_have_a_broken_end(self) -> None:
        card = read_card(as_png(v2())[:-9])
        assert ("Bo", True) == (card.data.name, "cut off" in told(card))

    @pytest.mark.parametrize("length", [60, 200])
    def test_that_is_cut_off_before_its_card_is_told_to_be(self, length: int) -> None:
        with pytest.raises(NotACard, match="This PNG is cut off before its end"):
            read_card(as_png(v2())[:length])

    def test_may_hold_assets_in_chunks(self) -> None:
        listed = [{"type": "emotion", "uri": "__asset:1", "name": "glad", "ext": "png"}]
        image = with_chunks(
            text("chara-ext-asset_:1", base64.b64encode(b"a picture")), text("ccv3", as_text(v3(assets=listed)))
        )
        card = read_card(image)
        glad = next(file for file in card.files if file.name == "glad")
        assert b"a picture" == glad.content
        assert glad.id == id_in(assets_of(card.data)[0]["uri"])


class TestCharx:
    LISTED = (
        {"type": "icon", "uri": "embeded://assets/icon/images/a.png", "name": "main", "ext": "PNG"},
        {"type": "background", "uri": "https://example.org/b.png", "name": "main", "ext": "png"},
        {"type": "x_own", "uri": "embeded://missing.bin", "name": "gone", "ext": "bin"},
        {
            "type": "icon",
            "uri": "data:image/png;base64," + base64.b64encode(picture()).decode(),
            "name": "two",
            "ext": "png",
        },
    )

    def read(self, before: bytes = b"") -> Card:
        files = {"assets/icon/images/a.png": picture(colour="red"), "module.risum": b"a module"}
        return read_card(before + as_charx(v3(assets=list(self.LISTED)), files))

    def test_brings_its_files(self) -> None:
        files = {file.name: file for file in self.read().files}
        assert {"main", "two", "module.risum"} == set(files)
        assert (picture(colour="red"), picture(), b"a module") == tuple(
            files[name].content for name in ("main", "two", "module.risum")
        )

    def test_names_its_files_where_they_are_kept(self) -> None:
        card = self.read()
        kept = {file.id for file in card.files}
        assets = assets_of(card.data)
        assert ["main", "main", "two"] == [asset["name"] for asset in assets]
        assert {id_in(asset["uri"]) for asset in assets if asset["type"] == "icon"} <= kept
        assert "https://example.org/b.png" == assets[1]["uri"]
        assert "gone" in " ".join(card.losses)

    def test_may_follow_other_bytes(self) -> None:
        assert "Bo" == self.read(b"\xff\xd8\xff\xe0 a picture of sorts").data.name

    def test_in_a_jpeg_has_the_jpeg_for_its_picture(self) -> None:
        jpeg = picture("JPEG")
        (file,) = read_card(jpeg + as_charx(v3())).files
        assert ("jpg", jpeg) == (file.ext, file.content)


class TestWhatIsNoCard:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is empty"),
            (b"  \n", "is empty"),
            (b"%PDF-1.7 ...", "This is a PDF"),
            (b"GIF89a...", "a GIF picture"),
            (picture("WEBP"), "WEBP picture, which the card standards do not know"),
            (picture("JPEG"), "a JPEG picture without a card"),
            (picture(), "a PNG without a card in it: it has no texts"),
            (with_chunks(text("parameters", b"steps: 20")), "its texts are 'parameters'"),
            (as_png(v2())[:60], "cut off before its end. Up to there it has no card: it has no texts"),
            (zipped({"a.txt": b"a"}), "a zip without card.json"),
            (zipped({"card/card.json": b"{}"}), "is in a folder"),
            (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "a Word document"),
            (zipped({"META-INF/container.xml": b""}), "EPUB"),
            (b"\x1f\x8b\x08\x00", "a gzip archive"),
            (b"<!doctype html><p>", "a web page"),
            (b"MZ\x90\x00", "a Windows program"),
            (b"\x00\x01\x02\x03", "no kind known here"),
            (b"once upon a time", "no JSON and so no card"),
            (b"{'name': 'Bo'}", "not valid JSON"),
            (b'{"name": "Bo", "description": NaN}', "no NaN"),
            (b"[]", "a JSON list of 0 things"),
            (b'"Bo"', "a single value"),
            (b'{"jobs": [], "count": 1}', "It has jobs, count"),
            (b'{"data": {"name": ""}}', "JSON without a card"),
            (as_json({"spec": "lorebook_v3", "data": BOOK}), "a lorebook on its own (lorebook_v3) with 1 entry"),
            (as_json({"entries": {"0": {}, "1": {}}}), "SillyTavern world) with 2 entries"),
        ],
    )
    def test_is_told_what_it_is(self, content: bytes, words: str) -> None:
        with pytest.raises(NotACard) as caught:
            read_card(content)
        assert words in str(caught.value)


AGNAI: dict[str, Any] = {
    "kind": "character",
    "name": "Ag",
    "greeting": "hi",
    "sampleChat": "Ag: yes.",
    "scenario": "s",
    "persona": {"kind": "boostyle", "attributes": {"species": ["fox", "red"], "mood": ["calm"]}},
    "visualType": "avatar",
}


class TestAgnai:
    def test_is_read_by_its_own_names(self) -> None:
        card = read_card(as_json(AGNAI))
        data = card.data
        assert ("Ag", "hi", "Ag: yes.", "s") == (data.name, data.first_mes, data.mes_example, data.scenario)
        assert "species: fox, red\nmood: calm" == data.description
        assert any("Agnai" in text for text in card.warnings)

    @pytest.mark.parametrize("persona", [{"kind": "text", "attributes": {"text": ["A fox."]}}, "A fox."])
    def test_may_say_it_in_one_text(self, persona: Any) -> None:
        assert "A fox." == read_card(as_json(AGNAI | {"persona": persona})).data.description

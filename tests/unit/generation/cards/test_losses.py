"""What each format is told to leave out, and that it does leave out just that."""

from __future__ import annotations

import json

import pytest

from generation.cards.card import Book, BookEntry, CardData
from generation.cards.export import INLINE_BYTES, Format, export
from generation.cards.files import CardFile, FileFacts, picture_of
from generation.cards.losses import losses
from tests.support.card_files import picture

PLAIN = CardData(name="Ada", description="Digs.", first_mes="Hm.")
FULL = CardData.model_validate(
    {
        **PLAIN.model_dump(),
        "nickname": "A.",
        "group_only_greetings": ["All of you."],
        "source": ["https://example.org/1", "https://example.org/2"],
        "creator_notes_multilingual": {"de": "Still."},
        "creation_date": 5,
        "assets": [{"type": "icon", "uri": "https://example.org/a.png", "name": "main", "ext": "png"}],
        "character_book": Book(
            entries=[
                BookEntry(keys=["a"], content="@@depth 4\nDeep."),
                BookEntry(keys=["/b/"], content="Dark.", use_regex=True, id="b"),
            ]
        ),
    }
)


def file(kind: str, name: str, size: int = 10) -> FileFacts:
    return FileFacts(type=kind, name=name, ext="png", size=size)


class TestLosses:
    @pytest.mark.parametrize("form", ["v2", "v3", "png", "charx"])
    def test_are_none_of_a_plain_card(self, form: Format) -> None:
        assert [] == losses(PLAIN, form, spec="both")

    def test_of_v2_are_what_only_v3_knows(self) -> None:
        assert [
            "The nickname “A.”.",
            "1 greeting for groups.",
            "The creator's notes in 1 language.",
            "2 sources that the card names.",
            "1 asset kept elsewhere.",
            "The dates of its creation and last change.",
            "The decorators of 1 lore entry.",
            "The ids of 1 lore entry, which are texts; they get numbers.",
        ] == losses(FULL, "v2", spec="both")

    @pytest.mark.parametrize(("spec", "count"), [("both", 0), ("v3", 0), ("v2", 8)])
    def test_of_a_png_follow_the_standards_it_carries(self, spec: str, count: int) -> None:
        assert count == len(losses(FULL, "png", spec=spec))

    def test_name_the_files_that_have_no_place(self) -> None:
        files = [file("icon", "main"), file("emotion", "glad"), file("x_file", "a.risum")]
        (v2,), (v3,), (png,) = (losses(PLAIN, form, spec="both", files=files) for form in ("v2", "v3", "png"))
        assert v2.startswith("3 files (its picture, glad, a.risum).")
        assert v3.startswith("1 file (a.risum).")
        assert png.startswith("2 files (glad, a.risum).")
        assert [] == losses(PLAIN, "charx", spec="both", files=files)

    def test_of_a_json_are_what_is_too_large_for_it(self) -> None:
        files = [file("emotion", "glad", INLINE_BYTES), file("icon", "main", 10)]
        (told,) = losses(PLAIN, "v3", spec="both", files=files)
        assert told.startswith("1 file (glad).")


class TestPictureOf:
    def test_is_the_newest_main_icon(self) -> None:
        files = [file("icon", "main"), file("icon", "main"), file("icon", "other"), file("emotion", "main")]
        assert files[1] is picture_of(files)
        assert files[2] is picture_of(files[2:])
        assert picture_of(files[3:]) is None


class TestBrokenPicture:
    def test_is_replaced_by_a_drawn_one(self) -> None:
        broken = CardFile(type="icon", name="main", ext="png", size=5, content=picture()[:60])
        whole = export(PLAIN, "png", spec="both", tone="dark").content
        assert whole == export(PLAIN, "png", spec="both", tone="dark", files=[broken]).content

    def test_leaves_the_documents_as_they_are(self) -> None:
        document = json.loads(export(FULL, "v3", spec="both", tone="dark").content)
        assert "https://example.org/a.png" == document["data"]["assets"][0]["uri"]

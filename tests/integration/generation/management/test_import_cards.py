"""`manage.py import_cards`, as a person and as a script use it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from generation.management.bar import Bar
from generation.models import Card
from tests.support.card_files import as_charx, as_json, as_png, v2, v3

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Three cards, one of them below, and what is none."""
    (tmp_path / "below").mkdir()
    (tmp_path / "a.png").write_bytes(as_png(v2(name="Ada")))
    (tmp_path / "b.JSON").write_bytes(as_json(v2(name="Bo", scenario={"odd": 1})))
    (tmp_path / "below" / "c.charx").write_bytes(as_charx(v3(name="Cy")))
    (tmp_path / "notes.txt").write_text("not looked at")
    return tmp_path


def run(*arguments: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_cards", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


class TestImportCards:
    def test_takes_folders_and_files(self, user: User, library: Path) -> None:
        out, err = run(library, "--owner", user.email.upper())
        assert "3 cards imported.\n" == out
        assert {"Ada", "Bo", "Cy"} == set(Card.objects.filter(owner=user).values_list("name", flat=True))
        assert "b.JSON: scenario was an object instead of a text and is left out.\n" in err

    def test_goes_on_after_a_file_that_is_no_card(self, user: User, library: Path) -> None:
        (library / "aa.png").write_bytes(b"%PDF-1.7")
        with pytest.raises(CommandError, match="1 file of 4 not imported") as caught:
            run(library, "--owner", user.email)
        assert 1 == caught.value.returncode
        assert 3 == Card.objects.count()

    def test_speaks_json_to_scripts(self, user: User, library: Path) -> None:
        (library / "aa.png").write_bytes(b"%PDF-1.7")
        out = io.StringIO()
        with pytest.raises(CommandError):
            call_command("import_cards", str(library), owner=user.email, json=True, stdout=out, stderr=io.StringIO())
        told = {Path(line["file"]).name: line for line in map(json.loads, out.getvalue().splitlines())}
        assert {"a.png", "aa.png", "b.JSON", "c.charx"} == set(told)
        assert str(Card.objects.get(name="Ada").pk) == told["a.png"]["card_id"]
        assert "This is a PDF" in told["aa.png"]["error"]
        assert 1 == len(told["b.JSON"]["losses"])

    @pytest.mark.parametrize(
        ("path", "owner", "words"),
        [
            (".", "nobody@example.org", "no account"),
            ("missing", "", "neither a file"),
            ("below/none", "", "no card file"),
        ],
    )
    def test_says_what_cannot_be_tried(self, user: User, library: Path, path: str, owner: str, words: str) -> None:
        (library / "below" / "none").mkdir()
        with pytest.raises(CommandError, match=words) as caught:
            run(library / path, "--owner", owner or user.email)
        assert 2 == caught.value.returncode

    def test_leaves_what_is_too_large_unread(self, user: User, library: Path, settings: Any) -> None:
        settings.CARD_UPLOAD_MAX_BYTES = 10
        with pytest.raises(CommandError, match="3 files of 3"):
            run(library, "--owner", user.email)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def write(self, text: str, ending: str = "") -> int:
        return super().write(text + ending)


class TestBar:
    def test_fills_on_a_terminal_and_makes_way_for_lines(self) -> None:
        out = Terminal()
        with Bar(out, 2) as bar:
            bar.say("a.png: no card")
            bar.step()
            bar.step("1 refused")
        assert "\r\033[Ka.png: no card\n" in out.getvalue()
        assert "2 of 2, 0 s left, 1 refused" in out.getvalue()
        assert out.getvalue().endswith("\r\033[K")

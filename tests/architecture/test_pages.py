"""What the content security policy and the promise of no outside request ask of every template and script."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))

INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
UNSAFE = re.compile(r"\|\s*safe\b|\bautoescape off\b|mark_safe")
OUTSIDE = re.compile(r"""(?:src|href|url|import|from|fetch)\s*[=(]?\s*["'(](?:https?:)?//""")
MARKUP_FROM_TEXT = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")


ALONE = re.compile(r"""\{% include "([^"]+)"[^%]*\bonly %\}""")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
class TestTemplate:
    def test_has_nothing_inline_that_the_policy_refuses(self, path) -> None:
        assert [] == INLINE.findall(path.read_text())

    def test_escapes_everything(self, path) -> None:
        assert [] == UNSAFE.findall(path.read_text())

    def test_keeps_the_token_from_no_form_that_it_includes(self, path) -> None:
        included = [ROOT / "templates" / found for found in ALONE.findall(path.read_text())]
        assert [] == [found.name for found in included if "csrf_token" in found.read_text()]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
class TestScript:
    def test_never_makes_markup_of_text(self, path) -> None:
        assert [] == MARKUP_FROM_TEXT.findall(path.read_text())


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *STYLES], ids=name)
class TestAsset:
    def test_asks_nobody_outside(self, path) -> None:
        assert [] == OUTSIDE.findall(path.read_text())

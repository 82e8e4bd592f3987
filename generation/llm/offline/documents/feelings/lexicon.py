"""The words that feelings are told by, a file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).resolve().parent / "words"
_HEAD = "## "
LANGUAGES = ("en", "de", "fr", "es")
_STRONGER, _WEAKER = 1.5, 0.6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`worth` is 1 or -1; `nots` turn round what comes after them, `after` what comes before."""

    worth: Mapping[str, float]
    force: Mapping[str, float]
    nots: frozenset[str]
    after: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """That of `language`; of English where it has none."""
    sections = _sections(language if language in LANGUAGES else LANGUAGES[0])
    return Lexicon(
        worth=dict.fromkeys(sections["bad"], -1.0) | dict.fromkeys(sections["good"], 1.0),
        force=dict.fromkeys(sections["very"], _STRONGER) | dict.fromkeys(sections["little"], _WEAKER),
        nots=frozenset(sections["not"]),
        after=frozenset(sections.get("after", ())),
    )


def _sections(language: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    name = ""
    for line in (_WORDS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEAD):
            name = line.removeprefix(_HEAD)
        else:
            sections.setdefault(name, []).extend(line.split())
    return sections

"""The words that feelings are told by, a file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generation.language.words import stem

_WORDS = Path(__file__).resolve().parent / "words"
_HEAD = "## "
LANGUAGES = ("en", "de", "fr", "es")
_LONG = 6
_STRONGER, _WEAKER = 1.5, 0.6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`worth` is 1 or -1 by word, `worth_of_stem` for other forms of a word.

    `nots` turn round what comes after them, `after` what comes before.
    """

    worth: Mapping[str, float]
    worth_of_stem: Mapping[str, float]
    force: Mapping[str, float]
    nots: frozenset[str]
    after: frozenset[str]

    def worth_of(self, word: str) -> float:
        """-1, 0 or 1. Short words must be the very word: `hat` is not `hate`."""
        return self.worth.get(word) or (self.worth_of_stem.get(stem(word), 0.0) if len(word) >= _LONG else 0.0)


@cache
def lexicon(language: str) -> Lexicon:
    """That of `language`; of English where it has none."""
    sections = _sections(language if language in LANGUAGES else LANGUAGES[0])
    worth = dict.fromkeys(sections["bad"], -1.0) | dict.fromkeys(sections["good"], 1.0)
    return Lexicon(
        worth=worth,
        worth_of_stem={stem(word): value for word, value in worth.items() if len(word) >= _LONG - 1},
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

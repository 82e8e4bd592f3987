"""Review: which findings are worth a repair, the reviewer's and those a program can make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generation.cards.description import ASKED, follows
from generation.cards.draft import CardDraft
from generation.cards.drafts import Finding
from generation.cards.options import CardOptions

MAX_REPAIRS = 5

_INDEX = re.compile(r"\[(\d+)\]")
_WORDS = {
    "first_mes": "the first message",
    "alternate_greetings": "greeting",
    "group_only_greetings": "group greeting",
    "lore": "lore entry",
}


def to_repair(draft: CardDraft, options: CardOptions, findings: Sequence[Finding]) -> list[Finding]:
    """At most `MAX_REPAIRS` findings, one a text, about texts that were written; breaches of the options first."""
    texts = {path for path in draft.texts() if options.writes(field_of(path))}
    chosen: dict[str, Finding] = {}
    for finding in [*_breaches(draft, options), *findings]:
        path = _path(finding.field)
        if path in texts:
            chosen.setdefault(path, Finding(field=path, problem=finding.problem))
    return list(chosen.values())[:MAX_REPAIRS]


def field_of(path: str) -> str:
    """The card's field that a path such as `lore.3` is in."""
    name = path.partition(".")[0]
    return "character_book" if name == "lore" else name


def in_words(path: str) -> str:
    """`lore.3` as people say it: lore entry 4."""
    name, _, number = path.partition(".")
    words = _WORDS.get(name, f"the {name.replace('_', ' ')}")
    return f"{words} {int(number) + 1}" if number else words


def _breaches(draft: CardDraft, options: CardOptions) -> Iterator[Finding]:
    texts = draft.texts()
    whole = "\n".join(texts.values()).casefold()
    if missing := [phrase for phrase in options.must_include if phrase.casefold() not in whole]:
        place = "description" if options.writes("description") else "first_mes"
        yield Finding(field=place, problem=f"It must contain, word for word: {'; '.join(missing)}.")
    if options.writes("description") and not follows(draft.description, options.description_format):
        yield Finding(field="description", problem=f"It must be written {ASKED[options.description_format]}.")
    for path, text in texts.items():
        if unwanted := [phrase for phrase in options.avoid if phrase.casefold() in text.casefold()]:
            yield Finding(field=path, problem=f"It must not contain: {'; '.join(unwanted)}.")


def _path(field: str) -> str:
    """A reviewer's way of naming a text, such as `data.lore[3].content`, as ours."""
    path = _INDEX.sub(r".\1", field.strip()).removeprefix("data.").removeprefix("card.")
    return path.removesuffix(".content")

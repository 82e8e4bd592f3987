"""The example dialogues of a card, taken apart: blocks that begin with `<START>`, and who says what in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generation.conversations.macros import Macros
from generation.conversations.turns import Side

_START = re.compile(r"^[ \t]*<START>[ \t]*$|<START>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """`by` None is narration that belongs to nobody."""

    by: Side | None
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """One dialogue, macros expanded."""

    lines: tuple[Line, ...]

    def told(self, macros: Macros) -> str:
        """As a prompt has it, one speaker a paragraph."""
        names = {"user": f"{macros.user}: ", "assistant": f"{macros.char}: ", None: ""}
        return "\n".join(names[line.by] + line.text for line in self.lines)


def examples_of(text: str, macros: Macros) -> list[Example]:
    """The dialogues in a card's `mes_example`; one without `<START>` is one dialogue."""
    blocks = (macros.expand(block.replace("\r\n", "\n")).strip() for block in _START.split(text))
    return [Example(tuple(_lines(block, macros))) for block in blocks if block]


def _lines(block: str, macros: Macros) -> Iterator[Line]:
    """Each line that begins with a name opens a speech; those below it belong to it."""
    by: Side | None = None
    speech: list[str] = []
    for line in block.split("\n"):
        opened, rest = _speaker(line, macros)
        if opened is None:
            speech.append(line)
            continue
        yield from _spoken(by, speech)
        by, speech = opened, [rest]
    yield from _spoken(by, speech)


def _spoken(by: Side | None, speech: list[str]) -> Iterator[Line]:
    text = "\n".join(speech).strip()
    if text:
        yield Line(by, text)


def _speaker(line: str, macros: Macros) -> tuple[Side | None, str]:
    """Who begins to speak in `line`, and the rest of it. `You:` is the person, as older cards have it."""
    name, colon, rest = line.partition(":")
    said = name.strip().casefold()
    sides: dict[str, Side] = {"you": "user", macros.user.casefold(): "user", macros.char.casefold(): "assistant"}
    return (sides.get(said), rest.strip()) if colon else (None, line)

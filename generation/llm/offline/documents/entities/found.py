"""All mentions of a text, none within another, and what they are of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from generation.language.sentences import one_line
from generation.llm.offline.documents.entities.mention import Mention
from generation.llm.offline.documents.entities.names import named
from generation.llm.offline.documents.entities.patterns import formed
from generation.llm.offline.documents.part_text import PartText

MOST = 120
_LONGEST = 300


def mentions(part: PartText) -> list[Mention]:
    """In the text's order; of those that overlap, the one whose form is surer and then the longer."""
    taken = bytearray(len(part.text))
    kept: list[Mention] = []
    for mention in (*formed(part.text), *named(part)):
        if mention.end - mention.start > _LONGEST or any(taken[mention.start : mention.end]):
            continue
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        kept.append(mention)
    return sorted(kept)


def entities(part: PartText, found: Sequence[Mention]) -> dict[str, Any]:
    """An `Entities`: each once, by its first mention, with the sentence it stands in."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for name, kind, mention in named_in_full(part, found):
        seen.setdefault((kind, name.casefold()), {"name": name, "type": kind, "quote": _quote(part, mention)})
    return {"entities": [*seen.values()][:MOST]}


def named_in_full(part: PartText, found: Sequence[Mention]) -> Iterator[tuple[str, str, Mention]]:
    """Name, type and mention; a family name alone is the person who was named in full."""
    people: dict[str, str] = {}
    for mention in found:
        name = one_line(part.text[mention.start : mention.end])
        if mention.type == "person" and " " in name:
            people.setdefault(name.rpartition(" ")[2], name)
    for mention in found:
        name = one_line(part.text[mention.start : mention.end])
        if mention.type in {"person", "other"} and name in people:
            yield people[name], "person", mention
        else:
            yield name, mention.type, mention


def _quote(part: PartText, mention: Mention) -> str:
    at = bisect_right(part.spans, mention.start, key=lambda span: span[0]) - 1
    start, end = part.spans[at]
    inside = start <= mention.start and mention.end <= end
    return part.text[start:end] if inside else part.text[mention.start : mention.end]

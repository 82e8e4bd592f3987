"""Where in a text a property may find its value: beside a line that names it, else in a sentence with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generation.language.sentences import Span
from generation.llm.offline.documents.custom.wanted import Wanted
from generation.llm.offline.documents.entities import Mention, named_in_full
from generation.llm.offline.documents.part_text import PartText

_MARKS = ":：=|"  # noqa: RUF001 - what stands between a label and its value
_LABELLED = re.compile(
    rf"^[ \t>*#-]{{0,8}}([^\n\r{_MARKS}]{{1,60}}?)[ \t*_]{{0,4}}[{_MARKS}][ \t]{{0,4}}([^\n\r]{{1,400}})", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Source:
    """A part with what it names and its `Label: value` lines as (label, span of the value)."""

    part: PartText
    mentions: Sequence[Mention]
    labelled: Sequence[tuple[str, Span]]

    @classmethod
    def of(cls, part: PartText, mentions: Sequence[Mention]) -> Source:
        lines = [
            (" ".join(match[1].lower().replace("_", " ").split()), _stripped(part.text, match.span(2)))
            for match in _LABELLED.finditer(part.text)
        ]
        return cls(part, mentions, lines)

    def values(self, wanted: Wanted) -> Iterator[Span]:
        """The values of lines with that label."""
        for label, span in self.labelled:
            if label == wanted.label and span[0] < span[1]:
                yield span

    def sentences(self, wanted: Wanted) -> list[int]:
        """Numbers of the sentences that have all of the property's words, in order."""
        asked = frozenset(wanted.topics)
        return [n for n, topics in enumerate(self.part.topics) if asked and asked <= frozenset(topics)]

    def within(self, span: Span, kind: str) -> list[Span]:
        """What is named of that kind in `span`."""
        start, end = span
        return [(m.start, m.end) for m in self.mentions if m.type == kind and start <= m.start and m.end <= end]

    def named(self, kind: str) -> Iterator[tuple[str, Span]]:
        """All that is named of that kind anywhere, people in full."""
        for name, found, mention in named_in_full(self.part, self.mentions):
            if found == kind:
                yield name, (mention.start, mention.end)

    def text(self, span: Span) -> str:
        return self.part.text[span[0] : span[1]]


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while end > start and text[end - 1] in " \t*_|":
        end -= 1
    while start < end and text[start] in " \t*_|":
        start += 1
    return start, end

"""One value of a property, with the passage it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generation.documents.schema.fit import faults
from generation.language.sentences import Span, one_line
from generation.llm.offline.documents.custom.numbers import NUMBERS, iso_date, number
from generation.llm.offline.documents.custom.places import Source
from generation.llm.offline.documents.custom.wanted import Wanted

Found = tuple[Any, Span]


def value(source: Source, wanted: Wanted) -> Found | None:
    """The first candidate that the property's schema takes."""
    return next(values(source, wanted), None)


def values(source: Source, wanted: Wanted) -> Iterator[Found]:
    """All of them, in the order in which they are to be believed."""
    for found in _candidates(source, wanted):
        if not faults(found[0], wanted.schema):
            yield found


def _candidates(source: Source, wanted: Wanted) -> Iterator[Found]:
    match wanted.type:
        case "string":
            yield from _strings(source, wanted)
        case "number" | "integer":
            yield from _numbers(source, wanted)
        case "enum":
            yield from _choices(source, wanted)
        case _:  # what is true or false is not said by words standing near
            return


def _strings(source: Source, wanted: Wanted) -> Iterator[Found]:
    for span in source.values(wanted):
        within = source.within(span, wanted.kind) if wanted.kind in {"date", "email", "url"} else []
        yield from (_string(source, wanted, inner) for inner in within or [span])
    spans = [source.part.spans[number] for number in source.sentences(wanted)]
    if wanted.kind:
        for span in spans:
            yield from (_string(source, wanted, inner) for inner in source.within(span, wanted.kind))
        if wanted.kind in {"email", "url"}:
            whole = (0, len(source.part.text))
            yield from (_string(source, wanted, inner) for inner in source.within(whole, wanted.kind))
    else:
        yield from (_string(source, wanted, span) for span in spans)


def _string(source: Source, wanted: Wanted, span: Span) -> Found:
    text = one_line(source.text(span))
    if wanted.schema.get("format") == "date":
        return iso_date(text), span
    return text, span


def _numbers(source: Source, wanted: Wanted) -> Iterator[Found]:
    for span in source.values(wanted):
        yield from _numbers_in(source, wanted, span)
    for place in source.sentences(wanted):
        start, end = source.part.spans[place]
        yield from _numbers_in(source, wanted, (_after_words(source, wanted, (start, end)), end))
        yield from _numbers_in(source, wanted, (start, end))


def _numbers_in(source: Source, wanted: Wanted, span: Span) -> Iterator[Found]:
    """Numbers that are no part of a date; what is named as an amount first where an amount is asked for."""
    dates = source.within(span, "date")
    amounts = source.within(span, "amount") if wanted.kind == "amount" else []
    for within in [*amounts, span]:
        for match in NUMBERS.finditer(_without_signs(source.text(within))):
            start, end = within[0] + match.start(), within[0] + match.end()
            read = number(match[0])
            if read is not None and not any(day[0] <= start < day[1] for day in dates):
                yield read, (start, end)


def _after_words(source: Source, wanted: Wanted, span: Span) -> int:
    """Where in the sentence the property's own words end."""
    text = source.text(span).lower()
    ends = [at + len(topic) for topic in wanted.topics if (at := text.find(topic)) >= 0]
    return span[0] + max(ends, default=0)


def _without_signs(text: str) -> str:
    """Signs of money as spaces: a number may follow them at once."""
    return re.sub(r"[$€£¥₹]", " ", text)


def _choices(source: Source, wanted: Wanted) -> Iterator[Found]:
    """A choice that is written out beside the property's name or words."""
    spans = [*source.values(wanted), *(source.part.spans[number] for number in source.sentences(wanted))]
    choices = wanted.schema.get("enum", [wanted.schema.get("const")])
    for span in spans:
        text = source.text(span).casefold()
        for choice in choices:
            words = str(choice).replace("_", " ").casefold()
            if isinstance(choice, str) and (found := re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)):
                at = span[0] + found.start()
                yield choice, (at, at + len(words)) if len(text) == span[1] - span[0] else span

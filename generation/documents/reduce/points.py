"""Points of all parts in order, and few points made of many, each still with the place it was taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.documents.parts import Parts, finished, listed
from generation.documents.quotes import Quotes, plain

Point = dict[str, Any]


def points_of(parts: Parts, name: str) -> list[Point]:
    """What every part's result has under `name`: `{text, quote, start, end, found, part}`, in the document's order."""
    return list(listed(finished(parts), name))


def grounded(answers: Sequence[Mapping[str, Any]], given: Sequence[Point]) -> list[Point]:
    """`answers` with the places that their quotes have among the points `given`; a new quote is told as not found."""
    by_quote = {plain(str(point["quote"])): point for point in reversed(given)}
    return [_grounded(answer, by_quote, given) for answer in answers]


def _grounded(answer: Mapping[str, Any], by_quote: Mapping[str, Point], given: Sequence[Point]) -> Point:
    text, quote = str(answer["text"]), str(answer["quote"])
    if point := by_quote.get(plain(quote)):
        return {**point, "text": text}
    for point in given:  # a model may have shortened it
        if point["start"] is not None:
            place = Quotes(str(point["quote"]), point["start"]).find(quote)
            if place["found"]:
                return {**point, "text": text, **place}
    return {"text": text, "quote": quote, "start": None, "end": None, "found": False, "part": None}

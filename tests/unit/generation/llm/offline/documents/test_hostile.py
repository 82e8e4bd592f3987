"""Texts that nobody would write: read in bounded time, answered as the schemas ask."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.documents.drafts import Answers, Draft, Entities, Instructed, Sentiment, Summary, custom
from generation.documents.quotes import Quotes
from generation.llm.answers import read_object
from generation.llm.offline.documents import answer_part

MOST_SECONDS = 2.0  # of CPU; the slowest take a twentieth of it where nothing measures coverage
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "total": {"type": "number"},
        "due": {"type": "string", "format": "date"},
        "people": {"type": "array", "items": {"type": "string"}},
    },
}
ASKED: dict[str, tuple[type[Draft], dict[str, Any]]] = {
    "summary": (Summary, {}),
    "entities": (Entities, {}),
    "questions": (Answers, {"questions": ["When was the bridge opened?", "x" * 300]}),
    "sentiment": (Sentiment, {}),
    "instruction": (Instructed, {"instruction": "List every risk and date"}),
    "custom": (custom(SCHEMA), {"schema": SCHEMA}),
}
TEXTS = {
    "nothing": "",
    "one word": "x" * 12_000,
    "dots": ". " * 3_000,
    "dots in a row": "." * 12_000,
    "empty lines": "\r\n" * 6_000,
    "spaces": " \u2003\u00a0" * 4_000,
    "numbers in a row": "1. " * 1_500,
    "digits": "1" * 12_000,
    "groups of digits": "1,234," * 2_000,
    "capital words": "Ab " * 2_000,
    "capitals": "ABC DEF " * 1_500,
    "addresses": "a@" * 3_000,
    "links": "http://" * 1_700,
    "labels": "x: " * 4_000,
    "labelled lines": "name: y\n" * 1_500,
    "emoji": "👩‍👩‍👧😀" * 2_000,
    "chinese": "文。字" * 1_500,
    "right to left": "שלום עולם. مرحبا بالعالم؟ " * 460,
    "accents upon accents": "e\u0301\u0302\u0303" * 3_000,
    "controls": "".join(map(chr, range(32))) * 375,
    "half characters": "\ud800 \udfff" * 3_000,
    "elisions": "l'" * 6_000,
    "not good": "not very good " * 850,
    "markup": "<script>|`*_[](javascript:x)" * 430,
}


def check(template: str, text: str) -> None:
    """The answer is in the form asked for, and every quote is in the text."""
    schema, inputs = ASKED[template]
    answer = answer_part({"template": template, "text": text, **inputs})
    read = read_object(json.dumps(answer), schema).model_dump()
    quotes = Quotes(text)
    for listed in read.values():
        for one in listed if isinstance(listed, list) else ():
            assert one["quote"] is None or quotes.find(one["quote"])["found"], (template, one)


@pytest.mark.parametrize("template", ASKED)
class TestAnyText:
    @settings(max_examples=40, deadline=None)
    @given(
        text=st.lists(
            st.text(max_size=12)
            | st.sampled_from(
                ["Ada", "Dr.", "in", "1999", "3 May 2021", "$5", "not", "good", "name:", ".\n", "\r\n", "a@b.c"]
            )
        ).map(" ".join)
    )
    def test_is_answered_in_the_form_asked_for(self, template: str, text: str) -> None:
        check(template, text)


@pytest.mark.parametrize("name", TEXTS)
class TestHostileText:
    def test_is_read_in_bounded_time_and_answered_in_the_form_asked_for(self, name: str) -> None:
        for template in ASKED:
            began = time.process_time()
            check(template, TEXTS[name])
            assert time.process_time() - began < MOST_SECONDS, template

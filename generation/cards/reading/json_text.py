"""JSON that strangers wrote, parsed within limits."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from functools import partial
from itertools import accumulate
from typing import Any, NoReturn

from generation.cards.reading.errors import NotACard, NotJson
from generation.cards.reading.limits import CONTAINERS, DEPTH, DIGITS, DOCUMENT_BYTES, EXACT_DIGITS, VALUES
from generation.cards.reading.notes import Notes
from generation.llm.cleaning import clean_json

# A whole string, terminated or not. Possessive, so that no input makes it look back.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
SHOWN = 40
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def parse(body: bytes, notes: Notes) -> Any:
    """The value of a document of at most `DOCUMENT_BYTES`, cleaned of what no database keeps; NotACard, NotJson."""
    if len(body) > DOCUMENT_BYTES:
        raise NotACard(f"The card's JSON has {len(body):,} bytes, more than {DOCUMENT_BYTES:,}; make it smaller.")
    text = _decoded(body)
    _check_shape(text)
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_int=_integer, parse_float=partial(_decimal, notes), strict=False
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotJson(f"This is not valid JSON: {error.msg} at {where}.") from None
    clean = clean_json(value)
    if clean != value:
        notes.warn("Control characters and halves of surrogate pairs were taken out of its texts.")
    return clean


def _decoded(body: bytes) -> str:
    encoding = next((name for mark, name in _ENCODINGS if body.startswith(mark)), "utf-8")
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotJson(f"This is not text in UTF-8: byte {error.start} is invalid.") from None


def _check_shape(text: str) -> None:
    bare = _STRING.sub("", text)
    brackets = _BRACKET.findall(bare)
    if len(brackets) > 2 * CONTAINERS or bare.count(",") > VALUES:
        raise NotACard(f"The JSON has more than {CONTAINERS:,} lists and objects or {VALUES:,} values; no card does.")
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEPTH:
        raise NotACard(f"The JSON is nested more than {DEPTH} levels deep; no card is.")


def _no_constant(name: str) -> NoReturn:
    raise NotJson(f"This is not valid JSON: it has no {name}; write a number or null.")


def _integer(digits: str) -> int:
    """Kept to the last digit; one that is no finite float is too large for those who count in floats."""
    _finite(digits)
    return int(digits)


def _decimal(notes: Notes, digits: str) -> float:
    """As the float next to it, as all readers of cards have it; a loss where digits go that a float cannot have."""
    number, written = _finite(digits), Decimal(digits)
    if (not number or len(written.as_tuple().digits) > EXACT_DIGITS) and written != Decimal(number):
        shown = digits if len(digits) <= SHOWN else f"{digits[:SHOWN]}…"
        notes.lose(f"The number {shown} is kept as {number!r}; write it as a text to keep all its digits.")
    return number


def _finite(digits: str) -> float:
    if len(digits) > DIGITS:
        raise NotACard(f"The JSON has a number of {len(digits):,} digits, more than {DIGITS}; write it as a text.")
    number = float(digits)
    if not math.isfinite(number):
        raise NotACard("The JSON has a number too large to keep; write a smaller one.")
    return number

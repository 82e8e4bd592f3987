"""JSON as RFC 8259 means it, within bounds: what a database would choke on is refused here."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.http import parse_header_parameters
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

MAX_DEPTH = 50
MAX_INTEGER = 2**63 - 1

# A whole string, terminated or not. Possessive, so that no input makes it look back.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
# The only spellings of a NUL or of half a surrogate pair: JSON allows neither raw.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class MalformedBody(ParseError):
    """The body cannot be read; `field` is the dotted path of the culprit, empty for the whole body."""

    def __init__(self, detail: str, field: str = "") -> None:
        super().__init__(detail)
        self.field = field


class BodyTooLarge(APIException):
    """The body exceeds the limit, in bytes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is larger than {limit:,} bytes; send a smaller one.")


class StrictJSONParser(BaseParser):
    """Parses UTF-8 JSON of at most `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes.

    Raises `MalformedBody` (400), `BodyTooLarge` (413) or `UnsupportedMediaType` (415).
    """

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        charset = parse_header_parameters(media_type or "")[1].get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType(media_type or "", "Send the body as UTF-8.")
        return loads(_read(stream))


def loads(body: bytes) -> Any:
    """The value of a JSON document; `MalformedBody` says what is wrong with it, and where."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise MalformedBody(f"The body is not UTF-8: byte {error.start} is invalid.") from None
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except json.JSONDecodeError as error:
        raise MalformedBody(
            f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    if _SUSPECT.search(text):
        _check_strings(value)
    return value


def _read(stream: IO[bytes]) -> bytes:
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise BodyTooLarge(limit)
    return body


def _check_depth(text: str) -> None:
    brackets = _BRACKET.findall(_STRING.sub("", text))
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > MAX_DEPTH:
        raise MalformedBody(f"The body is nested more than {MAX_DEPTH} levels deep; flatten it.")


def _check_strings(document: Any) -> None:
    for path, text in _strings(document):
        if bad := _UNSTORABLE.search(text):
            what = "a NUL character" if bad[0] == "\x00" else "half of a surrogate pair"
            raise MalformedBody(f"A string contains {what}; remove it.", path)


def _strings(document: Any) -> Iterator[tuple[str, str]]:
    """Every string in `document`, keys too, with the dotted path to it."""
    rest: list[tuple[str, Any]] = [("", document)]
    while rest:
        path, value = rest.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            yield from ((path, key) for key in value)
            rest.extend((f"{path}.{key}" if path else key, item) for key, item in value.items())
        elif isinstance(value, list):
            rest.extend((f"{path}.{i}" if path else str(i), item) for i, item in enumerate(value))


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = counts.most_common(1)[0][0]
        raise MalformedBody("The body names a key twice; name it once.", _printable(twice))
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedBody(f"{name} is not a JSON number; send a finite number or null.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedBody("A number is too large; send a finite one.")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 20 or abs(number := int(digits)) > MAX_INTEGER:
        raise MalformedBody(f"An integer is beyond {MAX_INTEGER}; send it as a string or make it smaller.")
    return number


def _printable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:200]

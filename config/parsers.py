"""JSON as RFC 8259 means it, within bounds: what a database would choke on is refused here."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import IO, Any, TypeAlias

from django.conf import settings
from django.utils.http import parse_header_parameters
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

MAX_DEPTH = 50
LONGEST_KEY = 200
MAX_INTEGER = 2**63 - 1

# A whole string, terminated or not. Possessive, so that no input makes it look back.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_SIGN = re.compile(f"{_STRING.pattern}|[\\[\\]{{}},:]", re.DOTALL)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
# The only spellings of a NUL or of half a surrogate pair: JSON allows neither raw.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


# Where a value stands: the place of what holds it, and its key. Joined only once a field is to be named, for
# a long key and a long list below it would make far more text than the body has.
_Place: TypeAlias = "tuple[_Place, str] | None"


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
    numbers = _Numbers()
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=numbers.constant,
            parse_float=numbers.decimal,
            parse_int=numbers.integer,
        )
    except json.JSONDecodeError as error:
        raise MalformedBody(
            f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    if numbers.refused:
        _check_numbers(value)
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
        reason = f"The body is nested more than {MAX_DEPTH} levels deep here; flatten it."
        raise MalformedBody(reason, _printable(".".join(_too_deep(text))))


def _too_deep(text: str) -> Iterator[str]:
    """The keys of what is nested too deep in `text`, which need not be JSON otherwise."""
    keys: list[str | int] = []
    last = ""
    for found in _SIGN.finditer(text):
        match sign := found[0]:
            case "[" | "{" if len(keys) == MAX_DEPTH:
                break
            case "[":
                keys.append(0)
            case "{":
                keys.append("")
            case "]" | "}":
                del keys[-1:]
            case "," if keys and isinstance(keys[-1], int):
                keys[-1] += 1
            case ":" if keys:
                keys[-1] = last
            case _:
                last = sign
    return (str(key) if isinstance(key, int) else _unquoted(key) for key in keys)


def _unquoted(key: str) -> str:
    """The string that `key` spells; as it stands there if it is long or cannot be read."""
    try:
        return str(json.loads(key)) if len(key) <= LONGEST_KEY else key[1:LONGEST_KEY]
    except json.JSONDecodeError:
        return key.strip('"')


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in a document for a number that cannot be kept, until its field is known."""

    reason: str


class _Numbers:
    """Reads the numbers of one document; `refused` says that there were some that cannot be kept."""

    def __init__(self) -> None:
        self.refused = False

    def constant(self, name: str) -> _Refused:
        return self._refuse(f"JSON has no {name}; send null or a number.")

    def decimal(self, digits: str) -> float | _Refused:
        number = float(digits)
        return number if math.isfinite(number) else self._refuse("This number is too large; send a smaller one.")

    def integer(self, digits: str) -> int | _Refused:
        if len(digits) > 20 or abs(number := int(digits)) > MAX_INTEGER:
            return self._refuse(f"This integer is beyond {MAX_INTEGER}; send a smaller one, or send it as a string.")
        return number

    def _refuse(self, reason: str) -> _Refused:
        self.refused = True
        return _Refused(reason)


def _check_numbers(document: Any) -> None:
    for place, value in _values(document):
        if isinstance(value, _Refused):
            raise MalformedBody(value.reason, _path(place))


def _check_strings(document: Any) -> None:
    for place, text in _strings(document):
        if bad := _UNSTORABLE.search(text):
            what = "a NUL character" if bad[0] == "\x00" else "half of a surrogate pair"
            raise MalformedBody(f"A string contains {what}; remove it.", _path(place))


def _strings(document: Any) -> Iterator[tuple[_Place, str]]:
    """Every string in `document`, keys too, with its place."""
    for place, value in _values(document):
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            yield from ((place, key) for key in value)


def _values(document: Any) -> Iterator[tuple[_Place, Any]]:
    """Every value in `document`, itself first, with its place."""
    rest: list[tuple[_Place, Any]] = [(None, document)]
    while rest:
        place, value = rest.pop()
        yield place, value
        if isinstance(value, dict):
            rest.extend(((place, key), item) for key, item in value.items())
        elif isinstance(value, list):
            rest.extend(((place, str(index)), item) for index, item in enumerate(value))


def _path(place: _Place) -> str:
    """`place` with dots, as problem documents name a field."""
    keys: list[str] = []
    while place is not None:
        place, key = place
        keys.append(key)
    return _printable(".".join(reversed(keys)))


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = counts.most_common(1)[0][0]
        raise MalformedBody("The body names a key twice; name it once.", _printable(twice))
    return result


def _printable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:200]

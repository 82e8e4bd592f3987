"""Numbers and dates as texts write them, read into what JSON has for them."""

from __future__ import annotations

import re
from datetime import date

from generation.llm.offline.documents.entities.patterns import NUMBER

NUMBERS = re.compile(NUMBER)
_MONTHS = (
    ("jan", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "maa"), ("apr", "avr", "abr"), ("may", "mai", "mag"),
    ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aoû", "ago"), ("sep", "set"), ("oct", "okt", "ott", "out"),
    ("nov",), ("dec", "dez", "déc", "dic"),
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_WORDED = re.compile(
    r"(\d{1,2})\D{1,8}?([^\W\d_]{3,12})\D{1,8}(\d{4})\Z|([^\W\d_]{3,12})\.?\s(\d{1,2})\D{1,5}(\d{4})\Z"
)


def number(text: str) -> float | int | None:
    """`1.234,50`, `1,234.50` and `1 234` as people mean them; None where it can mean two things or none."""
    plain = re.sub(r"[\s'’]", "", text)  # noqa: RUF001 - separators in use
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        plain = plain.replace("." if comma > point else ",", "")
        plain = plain.replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
    else:
        plain = _one_mark(plain, "," if comma >= 0 else ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return int(value) if value.is_integer() and "." not in plain else value


def iso_date(text: str) -> str | None:
    """A day as `2021-05-03`; None where day, month or year is missing, or day and month could be changed about."""
    if found := _ISO.match(text):
        return _day(found[1], found[2], found[3])
    if found := _POINTED.match(text):
        return _day(found[3], found[2], found[1])
    if found := _WORDED.match(text):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _day(year, _month(month), day)
    return None


def _one_mark(plain: str, mark: str) -> str:
    """With one kind of mark: `1,234,567` and `1,234` group, `12,5` parts off."""
    groups = plain.split(mark)
    if len(groups) > 2 or (len(groups) == 2 and len(groups[1]) == 3 and groups[0].lstrip("+-") not in {"", "0"}):
        return "".join(groups)
    return ".".join(groups)


def _month(word: str) -> int:
    lower = word.lower()
    return next((n for n, starts in enumerate(_MONTHS, start=1) if lower.startswith(starts)), 0)


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None

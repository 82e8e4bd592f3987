"""A text's sentences as spans of its characters.

A sentence ends at a mark with white space after it, unless an abbreviation, a number or an initial stands before the
mark; at the full stops of scripts that put no space after them; at an empty line; and at a line break where a list,
a heading or a table goes on. A wrapped line is no end. Linear in the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 400  # characters; longer ones are cut, best between words

Span = tuple[int, int]

_CLOSING = "\"'”’»›)\\]*_」』）"  # noqa: RUF001 - what texts are written with
_END = re.compile(
    rf"(?<![.!?…])[.!?…]{{1,8}}[{_CLOSING}]{{0,4}}(?:[ \u00a0\u202f]»)?(?=\s)"
    rf"|[。！？؟۔।॥]{{1,8}}[{_CLOSING}]{{0,4}}"  # noqa: RUF001 - full stops of other scripts
    r"|\r\n|\n|\r|\u2029"
)
_LIST_ITEM = re.compile(r"[ \t]{0,12}(?:[-*•–—‣▪>#|+]|\d{1,3}[.)]\s|[A-Za-z][.)]\s|\r?\n|\r|\Z)")  # noqa: RUF001
_HEADING = re.compile(r"[ \t]{0,12}#{1,6}\s")
_LAST_WORD = re.compile(r"([^\W\d_]{1,12}(?:\.[^\W\d_]{1,4}){0,4})\.\Z")
_SHORT_LINE = 45
_SHORT_FORMS = """
    mr mrs ms dr prof rev hon sr jr st mt vs etc eg ie e.g i.e cf approx dept est inc ltd corp gen gov lt col sgt capt
    jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n a.m p.m ph.d
    z.b d.h u.a u.u s.o usw bzw ggf evtl inkl zzgl ca str hr bsp vgl sog geb gest mio mrd tel std
    mm mme mlle mgr av bd env p.ex sra srta dra uds ee.uu aprox admón tfno sig dott avv ecc exmo
"""
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
_BEFORE_NUMBERS_TEXT = "no nos nr fig figs art abs vol p pp op pág núm pag s cap chap bl"
_BEFORE_NUMBERS = frozenset(_BEFORE_NUMBERS_TEXT.split())
# "am 3. Mai", "der 2. Weltkrieg": ordinals of languages that write them with a full stop.
_ORDINAL = re.compile(r"\b(?:der|die|das|dem|den|des|am|im|zum|zur|vom|beim)\s{1,4}\d{1,2}\Z", re.IGNORECASE)
_MONTH = re.compile(r"\.\s{1,4}(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)", re.IGNORECASE)


def sentences(text: str) -> list[Span]:
    """The spans in order, without white space around them; empty ones are left out."""
    return [piece for span in _whole(text) for piece in _cut(text, span)]


def one_line(text: str) -> str:
    """`text` as it would be read aloud: no line breaks, single spaces."""
    return " ".join(text.split())


def _whole(text: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(text):
        ends = _breaks(text, start, match) if match[0][0] in "\r\n\u2029" else _is_end(text, match)
        if ends:
            if span := _trimmed(text, start, match.end()):
                yield span
            start = match.end()
    if span := _trimmed(text, start, len(text)):
        yield span


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether this mark ends a sentence and not a short form."""
    if text[match.start()] not in ".!?…":
        return True
    after = text[match.end() + 1 : match.end() + 2]
    if after.islower():
        return False
    return match[0] != "." or not (_is_ordinal(text, match.start()) or _is_short_form(text, match.start(), after))


def _is_ordinal(text: str, at: int) -> bool:
    if not text[at - 1 : at].isdigit():
        return False
    found = _ORDINAL.search(text, max(0, at - 12), at)
    return found is not None or _MONTH.match(text, at) is not None


def _is_short_form(text: str, at: int, after: str) -> bool:
    found = _LAST_WORD.search(text, max(0, at - 24), at + 1)
    if found is None:
        return False
    word = found[1].lower()
    if word in _BEFORE_NUMBERS and after.isdigit():
        return True
    return word in _ABBREVIATIONS or len(word) == 1


def _breaks(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether this line break ends what began at `start`."""
    if _LIST_ITEM.match(text, match.end()) or _HEADING.match(text, start):
        return True
    line_start = max(start, match.start() - _SHORT_LINE - 1)
    line = text[line_start : match.start()].rpartition("\n")[2].strip()
    after = text[match.end() : match.end() + 1]
    is_short = len(line) < _SHORT_LINE and line_start == start
    return is_short and after.isalnum() and not after.islower() and not line.endswith((",", "-", "–"))  # noqa: RUF001


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _cut(text: str, span: Span) -> Iterator[Span]:
    """`span` in pieces of at most LONGEST characters."""
    start, end = span
    while end - start > LONGEST:
        space = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        middle = space if space > start + LONGEST // 2 else start + LONGEST
        if piece := _trimmed(text, start, middle):
            yield piece
        start = middle
    if piece := _trimmed(text, start, end):
        yield piece

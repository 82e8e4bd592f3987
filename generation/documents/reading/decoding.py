"""Bytes as text: by their mark, as UTF-8, by where their NULs stand, or as what they look most like."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.documents.reading.errors import NotADocument, UnknownEncoding
from generation.llm.cleaning import clean

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 65_536
_SAMPLE = 32_768
_PIECE = 250_000
# Of the bytes at one kind of place: so many are NUL in Latin letters in UTF-16, and so many, for spaces and line ends,
# in other letters.
_NULS_OF_LATIN, _NULS_OF_OTHERS = 0.3, 0.01
# Those that people's files are in, the likeliest first. What else is known would fit many a text just as well.
_USUAL = [
    "cp1252", "cp1250", "cp1251", "gb18030", "cp932", "euc_jp", "big5", "cp949", "koi8_r", "koi8_u", "iso8859_2",
    "iso8859_5", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp866",
]  # fmt: skip
# Line ends that other programs know, as those that all know; controls are taken out, and words must not meet.
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` holds no NUL, no other control but tab and line ends, and no half of a surrogate pair."""

    text: str
    encoding: str


def decode(content: bytes, *, declared: str = "") -> Decoded:
    """`content` as text; `declared` is the encoding it says it is in, which is believed where it fits.

    NotADocument for bytes that are no text, UnknownEncoding for text that fits no encoding.
    """
    if certain := marked_encoding(content) or wide_encoding(content[:_HEAD]):
        return _strictly(content, certain)
    if is_binary(content[:_HEAD]):
        raise NotADocument("The file holds bytes that are no text.")
    for candidate in filter(None, ("utf-8", _known(declared))):
        try:
            return _decoded(content.decode(candidate), candidate)
        except UnicodeDecodeError as error:
            broken_at = error.start
    return _strictly(content, _guess(content, broken_at))


def marked_encoding(content: bytes) -> str:
    """By the mark at its beginning; empty if there is none."""
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")


def wide_encoding(head: bytes) -> str:
    """UTF-16 without its mark, by the NULs in it: they stand at even places, or at odd ones, and not at both."""
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or not half:
        return ""
    share = max(even, odd) / half
    if share > _NULS_OF_LATIN or (share > _NULS_OF_OTHERS and not min(even, odd) and not _is_mostly_ascii(head)):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def is_binary(head: bytes) -> bool:
    """Whether `head`, which is not UTF-16, is no text: more than a hundredth of it are controls that no text has."""
    odd = sum(head.count(code) for code in range(32) if code not in b"\t\n\v\f\r\x1b\x08\x1a")
    return odd * 100 > len(head)


def _is_mostly_ascii(head: bytes) -> bool:
    return sum(map(head.count, b" etaoinsrhl")) * 4 > len(head)


def _guess(content: bytes, broken_at: int) -> str:
    """The likeliest encoding, by the beginning and by what stands around the first byte that is not UTF-8."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 6 MB that few workers need

    around = content[max(0, broken_at - _SAMPLE // 2) : broken_at + _SAMPLE // 2]
    sample = _whole_lines(around)
    found = list(from_bytes(sample, cp_isolation=_USUAL)) or list(from_bytes(sample))
    if not found:
        raise UnknownEncoding
    # Fewest oddities first, then what looks more like a language, then what is more usual.
    best = min(found, key=lambda match: (round(match.chaos, 2), -round(match.coherence, 1), _rank(_usual(match))))
    return _usual(best)


def _usual(match: CharsetMatch) -> str:
    """Of the encodings in which the sample reads the same."""
    return min(match.could_be_from_charset, key=_rank)


def _rank(encoding: str) -> int:
    return _USUAL.index(encoding) if encoding in _USUAL else len(_USUAL)


def _whole_lines(sample: bytes) -> bytes:
    """Cut at spaces, which are no part of a letter in any encoding that is guessed."""
    first, last = sample.find(b" ") + 1, sample.rfind(b" ")
    return sample[first:last] if last - first > len(sample) // 2 else sample


def _strictly(content: bytes, encoding: str) -> Decoded:
    try:
        return _decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError:
        raise UnknownEncoding from None


def _decoded(text: str, encoding: str) -> Decoded:
    # Piece by piece: no other thread runs while a pattern searches.
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    return Decoded("".join(clean(_LINE_ENDS.sub("\n", piece)) for piece in pieces).removeprefix("\ufeff"), encoding)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name if encoding else ""
    except LookupError:
        return ""

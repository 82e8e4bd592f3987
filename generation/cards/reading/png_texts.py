"""The texts of a PNG or APNG, and the picture without them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from generation.cards.png import SIGNATURE
from generation.cards.reading.errors import NotACard
from generation.cards.reading.limits import ASSET_TEXT_BYTES, PNG_CHUNKS, TEXT_BYTES
from generation.cards.reading.notes import Notes

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_END = b"IEND"

KEYWORDS = ("ccv3", "chara")
ASSET_KEYWORD = "chara-ext-asset_"


@dataclass(slots=True)
class Texts:
    """`values` by the keywords of cards, in lower case, in the file's order; `picture` is the PNG without texts.

    One that `is_cut` ends before its end; what comes after is not known.
    """

    values: dict[str, list[bytes]] = field(default_factory=dict)
    paths: dict[str, bytes] = field(default_factory=dict)  # of asset chunks, whose keywords have a case
    others: list[str] = field(default_factory=list)  # keywords of other texts, which are not even unpacked
    picture: bytes = b""
    is_cut: bool = False


def texts_of(image: bytes, notes: Notes) -> Texts:
    """What `image` says; a broken end is left out with a warning. NotACard for too many chunks, too much text."""
    found, kept, room = Texts(), [SIGNATURE], {True: ASSET_TEXT_BYTES, False: TEXT_BYTES}
    kind = b""
    for kind, start, end in _chunks(image):
        if kind not in _TEXTS:
            kept.append(image[start:end])
            continue
        head, _, rest = image[start + 8 : end - 4].partition(b"\x00")
        keyword = head.decode("latin-1")
        is_asset = keyword.lower().startswith(ASSET_KEYWORD)
        if not is_asset and keyword.lower() not in KEYWORDS:
            found.others.append(keyword)
        elif (value := _value(kind, keyword, rest, room[is_asset], notes)) is not None:
            room[is_asset] -= len(value)
            _add(found, keyword, value, is_asset)
    if kind != _END:
        found.is_cut = True
        notes.warn("The PNG is cut off before its end.")
    found.picture = b"".join(kept)
    return found


def _add(found: Texts, keyword: str, value: bytes, is_asset: bool) -> None:
    if is_asset:
        found.paths[keyword[len(ASSET_KEYWORD) :].removeprefix(":")] = value
    else:
        found.values.setdefault(keyword.lower(), []).append(value)


def _chunks(image: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of each chunk; stops at IEND, or where the file is cut off."""
    at = len(SIGNATURE)
    for _ in range(PNG_CHUNKS):
        if at + 12 > len(image):
            return
        length, kind = struct.unpack_from(">I4s", image, at)
        end = at + 12 + length
        if end > len(image):
            return
        yield kind, at, end
        if kind == _END:
            return
        at = end
    raise NotACard(f"The PNG has more than {PNG_CHUNKS:,} chunks; save it anew in a picture program.")


def _value(kind: bytes, keyword: str, rest: bytes, room: int, notes: Notes) -> bytes | None:
    """The value of a text chunk; None for one that cannot be read."""
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\x01"
        rest = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    value = _unpacked(rest, room) if packed else rest
    if value is None:
        notes.warn(f"The text {keyword[:40]!r} of the PNG is packed in a way that cannot be read.")
    elif len(value) > room:
        raise NotACard(f"The text {keyword[:40]!r} of the PNG is too long for a card; make the card smaller.")
    return value


def _unpacked(packed: bytes, room: int) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, room + 1)
    except zlib.error:
        return None

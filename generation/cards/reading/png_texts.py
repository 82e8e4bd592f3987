"""The texts of a PNG or APNG, and the picture without them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from generation.cards.png import SIGNATURE
from generation.cards.reading.errors import NotACard
from generation.cards.reading.limits import PNG_CHUNKS, TEXT_BYTES
from generation.cards.reading.notes import Notes

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


@dataclass(slots=True)
class Texts:
    """`values` by keyword in lower case, in the order of the file; `picture` is the PNG without texts."""

    values: dict[str, list[bytes]] = field(default_factory=dict)
    paths: dict[str, bytes] = field(default_factory=dict)  # of asset chunks, whose keywords have a case
    picture: bytes = b""


ASSET_KEYWORD = "chara-ext-asset_"


def texts_of(image: bytes, notes: Notes) -> Texts:
    """What `image` says; a broken end is left out with a warning. NotACard for too many chunks, too much text."""
    found, kept, room = Texts(), [SIGNATURE], TEXT_BYTES
    for kind, start, end in _chunks(image, notes):
        if kind not in _TEXTS:
            kept.append(image[start:end])
            continue
        keyword, value = _text(kind, image[start + 8 : end - 4], room, notes)
        room -= len(value)
        if keyword.lower().startswith(ASSET_KEYWORD):
            found.paths[keyword[len(ASSET_KEYWORD) :].removeprefix(":")] = value
        elif keyword:
            found.values.setdefault(keyword.lower(), []).append(value)
    found.picture = b"".join(kept)
    return found


def _chunks(image: bytes, notes: Notes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of each chunk; stops at IEND, or where the file is cut off."""
    at = len(SIGNATURE)
    for _ in range(PNG_CHUNKS):
        if at + 12 > len(image):
            notes.warn("The PNG is cut off before its end.")
            return
        length, kind = struct.unpack_from(">I4s", image, at)
        end = at + 12 + length
        if end > len(image):
            notes.warn("The PNG is cut off before its end.")
            return
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end
    raise NotACard(f"The PNG has more than {PNG_CHUNKS:,} chunks; save it anew in a picture program.")


def _text(kind: bytes, body: bytes, room: int, notes: Notes) -> tuple[str, bytes]:
    """Keyword and value of a text chunk; an empty keyword for one that cannot be read."""
    head, _, rest = body.partition(b"\x00")
    keyword = head.decode("latin-1")
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\x01"
        rest = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    value = _unpacked(rest, room) if packed else rest
    if value is None:
        notes.warn(f"The text {keyword[:40]!r} of the PNG is packed in a way that cannot be read.")
        return "", b""
    if len(value) > room:
        raise NotACard(f"The texts of the PNG have more than {TEXT_BYTES:,} bytes; no card needs so many.")
    return keyword, value


def _unpacked(packed: bytes, room: int) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, room + 1)
    except zlib.error:
        return None

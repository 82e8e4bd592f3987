"""Cards inside PNG files: base64 JSON in tEXt chunks."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from generation.cards.documents import compact

SIGNATURE = b"\x89PNG\r\n\x1a\n"
V2_KEYWORD = "chara"
V3_KEYWORD = "ccv3"

_TEXT_TYPES = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def embed(image: bytes, cards: Mapping[str, Mapping[str, Any]]) -> bytes:
    """`image` (a PNG) with `cards` (document by keyword) as its only texts, in that order, right after IHDR.

    Agnai takes the first text chunk whatever its keyword, so give `chara` first.
    """
    texts = b"".join(_chunk(b"tEXt", _text(keyword, card)) for keyword, card in cards.items())
    parts = [SIGNATURE]
    for kind, body in _chunks(image):
        if kind not in _TEXT_TYPES:
            parts.append(_chunk(kind, body))
        if kind == b"IHDR":
            parts.append(texts)
    return b"".join(parts)


def _text(keyword: str, card: Mapping[str, Any]) -> bytes:
    return keyword.encode("latin-1") + b"\x00" + base64.b64encode(compact(card))


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and body of each chunk of an image we drew ourselves."""
    at = len(SIGNATURE)
    while at < len(image):
        length, kind = struct.unpack_from(">I4s", image, at)
        yield kind, image[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

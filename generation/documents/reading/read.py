"""A document of any kind as text."""

from __future__ import annotations

import asyncio

from generation.documents import kinds
from generation.documents.reading.decoding import Decoded, decode
from generation.documents.reading.errors import NoText
from generation.documents.reading.process import read_apart
from generation.documents.reading.visible import is_visible


async def read_text(content: bytes, media_type: str, *, seconds: float) -> Decoded:
    """Text and Markdown are decoded in a thread, all else is read in a process; Unreadable says why there is none."""
    if media_type not in kinds.TEXTS:
        return Decoded(await read_apart(content, media_type, seconds=seconds), "")
    decoded = await asyncio.to_thread(decode, content)
    if not is_visible(decoded.text):
        raise NoText
    return decoded

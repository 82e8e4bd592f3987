"""Card files as other programs write them, and as nobody should."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"

V1 = {
    "name": "Bo",
    "description": "Mends nets.",
    "personality": "Slow to anger.",
    "scenario": "A quay at dawn.",
    "first_mes": "*looks up* Mind the rope.",
    "mes_example": "<START>\n{{user}}: Hello\n{{char}}: Hm.",
}
V2_DATA: dict[str, Any] = {
    **V1,
    "creator_notes": "For slow evenings.",
    "system_prompt": "",
    "post_history_instructions": "",
    "alternate_greetings": ["You again."],
    "tags": ["Sea", "Work"],
    "creator": "somebody",
    "character_version": "1.2",
    "extensions": {"depth_prompt": {"prompt": "Salt.", "depth": 4, "role": "system"}, "fav": False},
}
ENTRY: dict[str, Any] = {
    "keys": ["net", "nets"],
    "content": "Every knot has a name.",
    "extensions": {"position": 4, "depth": 4, "probability": 90},
    "enabled": True,
    "insertion_order": 7,
    "use_regex": False,
}
BOOK: dict[str, Any] = {"name": "Quay", "extensions": {"x": {"y": 1}}, "entries": [ENTRY]}
V3_DATA: dict[str, Any] = {**V2_DATA, "group_only_greetings": ["All of you."], "nickname": "B."}


def v2(**data: Any) -> dict[str, Any]:
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {**V2_DATA, **data}}


def v3(**data: Any) -> dict[str, Any]:
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": {**V3_DATA, **data}}


def as_json(document: Any) -> bytes:
    return json.dumps(document).encode()


def as_text(document: Any) -> bytes:
    """What a PNG's text holds."""
    return base64.b64encode(json.dumps(document).encode())


def picture(form: str = "PNG", size: tuple[int, int] = (40, 60), colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def animated(frames: int = 3) -> bytes:
    """An APNG."""
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (20, 30), (number * 40, 0, 0)) for number in range(frames)]
    first.save(out, "PNG", save_all=True, append_images=others)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def text(keyword: str, value: bytes) -> bytes:
    return chunk(b"tEXt", keyword.encode() + b"\0" + value)


def packed_text(keyword: str, value: bytes) -> bytes:
    return chunk(b"zTXt", keyword.encode() + b"\0\0" + zlib.compress(value))


def international_text(keyword: str, value: bytes, packed: bool = False) -> bytes:
    body = zlib.compress(value) if packed else value
    return chunk(b"iTXt", keyword.encode() + b"\0" + (b"\1\0" if packed else b"\0\0") + b"en\0\0" + body)


def with_chunks(*chunks: bytes, image: bytes = b"") -> bytes:
    """A PNG with `chunks` before its end."""
    image = image or picture()
    return image[:-12] + b"".join(chunks) + image[-12:]


def as_png(document: Any, keyword: str = "chara") -> bytes:
    return with_chunks(text(keyword, as_text(document)))


def as_charx(document: Any, files: Mapping[str, bytes] | None = None, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped({"card.json": as_json(document), **(files or {})}, packing)


def zipped(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()

"""Card files that mean harm, made here: each is a function, for some are large."""

from __future__ import annotations

import base64
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.support.card_files import (
    ENTRY,
    SIGNATURE,
    V1,
    as_charx,
    as_json,
    as_png,
    as_text,
    chunk,
    packed_text,
    picture,
    text,
    v2,
    v3,
    with_chunks,
    zipped,
)

MEGABYTE = 1_000_000
CARD = as_json(v3())


def _ihdr(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))


def _vast_picture(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels, and a card."""
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return SIGNATURE + _ihdr(width, height) + text("chara", as_text(v2())) + data + chunk(b"IEND", b"")


@cache
def _vast_rows() -> bytes:
    return zlib.compress((b"\0" + b"\x40" * 4096 * 3) * 4096, 9)


def _real_vast_picture(cut: int = 0) -> bytes:
    """4,096 x 4,096 pixels in some kilobytes, as large as is decoded; `cut` bytes of them are missing."""
    rows = _vast_rows()[: -cut or None]
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 4096, 4096, 8, 2, 0, 0, 0))
    return SIGNATURE + header + text("chara", as_text(v2())) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _patched(content: bytes, mark: bytes, at: int, new: bytes) -> bytes:
    """`content` with `new` at `at` bytes after each `mark`."""
    out, start = bytearray(content), 0
    while (found := content.find(mark, start)) >= 0:
        out[found + at : found + at + len(new)] = new
        start = found + 1
    return bytes(out)


def _lying_zip() -> bytes:
    """The list of files says that the large one is small."""
    content = zipped({"card.json": CARD, "a.bin": b"\0" * 20 * MEGABYTE})
    small = struct.pack("<I", 100)
    return _patched(_patched(content, b"PK\1\2", 24, small), b"PK\3\4", 22, small)


def _encrypted_zip() -> bytes:
    return _patched(_patched(zipped({"card.json": CARD}), b"PK\1\2", 8, b"\1\0"), b"PK\3\4", 6, b"\1\0")


def _nested_zip() -> bytes:
    inner = zipped({"0": b"\0" * 10 * MEGABYTE})
    for _ in range(5):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    return zipped({"card.json": CARD, "inner.zip": inner})


def _overlapping_zip() -> bytes:
    """Every entry of the list points to the same packed megabytes."""
    content = zipped({"card.json": CARD, "aaaa.bin": b"\0" * 900_000})
    end = content.rfind(b"PK\5\6")
    listed = content.rfind(b"PK\1\2")
    (start,) = struct.unpack_from("<I", content, end + 16)
    record, first = content[listed:end], content[start:listed]
    many = first + b"".join(record.replace(b"aaaa", f"{n:04d}".encode()) for n in range(500))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 501, 501, len(many), start, 0)
    return content[:start] + many + tail


def _long_list_that_says_it_is_short() -> bytes:
    content = zipped({"card.json": CARD, **{f"{n}": b"" for n in range(60_000)}}, zipfile.ZIP_STORED)
    return _patched(content, b"PK\5\6", 8, struct.pack("<HH", 1, 1))


def _zip_of_method(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("card.json", CARD)
        archive.writestr("a.bin", b"\0" * MEGABYTE)
    return out.getvalue()


def _many_keys() -> bytes:
    return json.dumps({**V1, **{f"k{n}": 0 for n in range(399_000)}}).encode()


def _noise() -> bytes:
    return random.Random(7).randbytes(3 * MEGABYTE)


def _assets(uri: str, number: int = 1) -> list[dict[str, Any]]:
    return [{"type": "icon", "uri": uri, "name": "main", "ext": "png"}] * number


def _many_pictures(cut: int) -> bytes:
    """A hundred pictures as large as is decoded."""
    image = _real_vast_picture(cut)
    listed = [{"type": "icon", "uri": f"embeded://{n}.png", "name": f"{n}", "ext": "png"} for n in range(100)]
    return as_charx(v3(assets=listed), {f"{n}.png": image for n in range(100)}, zipfile.ZIP_STORED)


HOSTILE: dict[str, Callable[[], bytes]] = {
    # zips
    "zip bomb": lambda: zipped({"card.json": CARD, "a.bin": b"\0" * 29 * MEGABYTE}),
    "zip of 200 MB": lambda: zipped({"card.json": CARD, **{f"{n}.bin": b"\0" * 10 * MEGABYTE for n in range(20)}}),
    "zip bomb in card.json": lambda: zipped({"card.json": b'{"name":"' + b"a" * 29 * MEGABYTE + b'"}'}),
    "zip in zip in zip": _nested_zip,
    "zip of 60,000 files": lambda: zipped(
        {"card.json": CARD, **{f"{n}": b"" for n in range(60_000)}}, zipfile.ZIP_STORED
    ),
    "zip that says it has one file of 60,000": _long_list_that_says_it_is_short,
    "zip that lies about sizes": _lying_zip,
    "zip of entries that overlap": _overlapping_zip,
    "zip with a password": _encrypted_zip,
    "zip packed by lzma": lambda: _zip_of_method(zipfile.ZIP_LZMA),
    "zip packed by bzip2": lambda: _zip_of_method(zipfile.ZIP_BZIP2),
    "zip with ..": lambda: as_charx(v3(), {"../../etc/cron.d/x": b"x"}),
    "zip with a root path": lambda: as_charx(v3(), {"/etc/passwd": b"x"}),
    "zip with a drive": lambda: as_charx(v3(), {"C:\\Windows\\x.dll": b"x"}),
    "zip with .. in backslashes": lambda: as_charx(v3(), {"a\\..\\..\\x": b"x"}),
    "zip cut off": lambda: as_charx(v3(), {"a.bin": _noise()})[: 2 * MEGABYTE],
    "zip with a broken middle": lambda: _patched(as_charx(v3()), b"PK\3\4", 40, b"\xff" * 40),
    "zip whose list is elsewhere": lambda: _patched(as_charx(v3()), b"PK\5\6", 16, b"\xff\xff\xff\x7f"),
    "zip of zip64": lambda: (
        zipped({"card.json": CARD})[:-22] + b"PK\6\7" + b"\xff" * 16 + zipped({"card.json": CARD})[-22:]
    ),
    "only an end of a zip": lambda: b"PK\5\6" + b"\0" * 18,
    "charx that lists one file 10,000 times": lambda: as_charx(
        v3(assets=_assets("embeded://a.bin", 10_000)), {"a.bin": _noise() * 2}, zipfile.ZIP_STORED
    ),
    "charx of 1,999 files": lambda: as_charx(v3(), {f"{n}.bin": b"x" for n in range(1_999)}),
    "charx of 100 vast pictures": lambda: _many_pictures(0),
    "charx of 100 vast pictures that are cut off": lambda: _many_pictures(500),
    "png whose asset leads out": lambda: with_chunks(
        text("chara-ext-asset_:../../x", base64.b64encode(b"x")), text("ccv3", as_text(v3()))
    ),
    "charx whose asset takes our own type": lambda: as_charx(
        v3(assets=[{"type": "x_file", "uri": "embeded://a", "name": "../../x", "ext": "../x"}]), {"a": b"x"}
    ),
    "charx whose asset leads out": lambda: as_charx(v3(assets=_assets("embeded://../../settings.py"))),
    "charx whose asset is a file of ours": lambda: as_charx(v3(assets=_assets("file:///etc/passwd"))),
    "charx of 24 MB": lambda: as_charx(v3(), {"a.bin": _noise() * 8}, zipfile.ZIP_STORED),
    # pictures
    "picture of 50,000 x 50,000 pixels": lambda: _vast_picture(50_000, 50_000),
    "picture of 4 billion pixels a side": lambda: _vast_picture(2**32 - 1, 2**32 - 1),
    "picture without pixels": lambda: _vast_picture(0, 0),
    "picture as large as is decoded": _real_vast_picture,
    "charx with a vast picture": lambda: as_charx(
        v3(assets=_assets("embeded://a.png")), {"a.png": _vast_picture(60_000, 60_000)}
    ),
    "charx with a script for a picture": lambda: as_charx(
        v3(assets=_assets("embeded://a.png")), {"a.png": b"<svg onload=alert(1)>"}
    ),
    # texts of PNGs
    "packed text of 200 MB": lambda: with_chunks(packed_text("chara", b"A" * 200 * MEGABYTE)),
    "ten packed texts": lambda: with_chunks(*[packed_text(f"k{n}", b"A" * 6 * MEGABYTE) for n in range(10)]),
    "packed text that is none": lambda: with_chunks(chunk(b"zTXt", b"chara\0\0not zlib")),
    "text without base64": lambda: with_chunks(text("chara", b"@@@@ not base64 @@@@")),
    "text of base64 that is no text": lambda: with_chunks(text("chara", base64.b64encode(b"\xff\xfe\x00\xff" * 99))),
    "two broken texts": lambda: with_chunks(text("chara", b"!"), text("ccv3", b"?")),
    "text without a keyword": lambda: with_chunks(chunk(b"tEXt", b"chara"), chunk(b"iTXt", b"\0\0\0\0")),
    "length beyond the end": lambda: SIGNATURE + struct.pack(">I", 2**31 - 1) + b"tEXtchara\0",
    "60,000 chunks": lambda: SIGNATURE + chunk(b"aaAa", b"") * 60_000,
    "only a signature": lambda: SIGNATURE,
    # JSON
    "100,000 lists in each other": lambda: b"[" * 100_000,
    "100,000 objects in each other": lambda: b'{"a":' * 100_000,
    "100,000 lists in a PNG": lambda: with_chunks(text("chara", base64.b64encode(b"[" * 100_000))),
    "deep extensions": lambda: b'{"data":{"name":"Bo","extensions":' + b'{"a":' * 500 + b"1" + b"}" * 502,
    "million empty objects": lambda: b'{"name":"Bo","x":[' + b"{}," * 1_000_000 + b"{}]}",
    "million numbers": lambda: b'{"name":"Bo","x":[' + b"1.5," * MEGABYTE + b"1]}",
    "400,000 keys": _many_keys,
    "number of a million digits": lambda: b'{"name":"Bo","x":' + b"9" * MEGABYTE + b"}",
    "number beyond all": lambda: b'{"name":"Bo","x":1e999}',
    "NaN": lambda: b'{"name":"Bo","creation_date":NaN}',
    "NULs and halves of letters": lambda: b'{"name":"B\\u0000o\\ud800","\\udfff":"\\u0000","tags":["\\u0000"]}',
    "five megabytes of backslashes": lambda: b'{"name":"' + b"\\" * 4_900_000,
    "five megabytes of quotes": lambda: b'{"name":"Bo",' + b'"' * 4_900_000,
    "text of almost five megabytes": lambda: json.dumps(v2(description="🌲" * 1_200_000), ensure_ascii=False).encode(),
    "text of eight megabytes": lambda: as_json(v2(description="a" * 8 * MEGABYTE)),
    "10,000 tags": lambda: as_json(v2(tags=[f"tag {n}" for n in range(10_000)])),
    "name of a million letters": lambda: as_json(v2(name="a" * MEGABYTE)),
    "40,000 lore entries": lambda: as_json(v2(character_book={"entries": [{"keys": []}] * 40_000})),
    "5,000 lore entries": lambda: as_json(v2(character_book={"entries": [{**ENTRY, "id": "x"}] * 5_000})),
    "10,000 assets": lambda: as_json(v3(assets=_assets("__asset:1", 10_000))),
    "wrong types everywhere": lambda: as_json(
        {"spec": [], "spec_version": {}, "data": {name: [[]] for name in v3()["data"]}}
    ),
    "not UTF-8": lambda: b'{"name":"\xff\xfe\xfa"}',
    # others
    "three megabytes of noise": _noise,
    "webp": lambda: picture("WEBP"),
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "names that are markup": lambda: as_png(v2(name="<script>alert(1)</script>", tags=["<img src=x>"])),
}

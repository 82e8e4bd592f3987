"""CHARX: a zip with the V3 document and the card's files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from generation.cards import v3
from generation.cards.addresses import SCHEME, path_of
from generation.cards.assets import placed
from generation.cards.card import CardData
from generation.cards.documents import compact
from generation.cards.files import UNNAMED, CardFile

CARD = "card.json"
_PLAIN = re.compile(r"[A-Za-z0-9_ .()+@-]+(/[A-Za-z0-9_ .()+@-]+)*\Z")
# Zips keep a time with each file; the same card is to be the same file.
_WHEN = (1980, 1, 1, 0, 0, 0)


def pack(card: CardData, files: Sequence[CardFile]) -> bytes:
    """The zip; each file that the card lists is where the standard wants it."""
    paths: dict[str, CardFile] = {}
    addresses = {}
    for file in files:
        path = _free(file, paths)
        paths[path] = file
        addresses[file.id] = f"{SCHEME}{path}"
    assets = placed(card, files, lambda file: addresses[file.id])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry(CARD, zipfile.ZIP_DEFLATED), compact(v3.document(card, assets=assets)))
        for path, file in paths.items():
            archive.writestr(_entry(path, zipfile.ZIP_STORED), file.content)
    return out.getvalue()


def _free(file: CardFile, taken: dict[str, CardFile]) -> str:
    """A path of its own: where it came from if that is a plain path, else by its type and name."""
    came_from = file.type == UNNAMED and _PLAIN.match(file.name) and ".." not in file.name
    path = file.name if came_from else path_of(file.type, file.name, file.ext)
    if path in taken or path == CARD:
        path = path_of(file.type, f"{file.id.hex}", file.ext)
    return path


def _entry(path: str, packing: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _WHEN)
    entry.compress_type = packing
    entry.external_attr = 0o644 << 16
    return entry

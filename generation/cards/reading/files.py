"""The files that come with a card: its picture, and what its assets name."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.cards.addresses import address_of, ext_of
from generation.cards.card import CardData
from generation.cards.files import ICON, MAIN, UNNAMED, CardFile
from generation.cards.pictures import fault_of
from generation.cards.reading.notes import Notes

# So many are named; the rest is counted.
_NAMED = 5
_SCHEMES = ("embeded://", "embedded://", "__asset:")


@dataclass(slots=True)
class Container:
    """What a card came in: its own picture with its ending, and files by path."""

    picture: bytes = b""
    picture_ext: str = "png"
    files: Mapping[str, bytes] = field(default_factory=dict)


def with_files(data: CardData, container: Container, notes: Notes) -> tuple[CardData, list[CardFile]]:
    """`data` with the addresses that its files have here, and the files."""
    listed: list[dict[str, Any]] = (data.model_extra or {}).get("assets") or []
    found: list[CardFile] = []
    used: set[str] = set()
    missing: list[str] = []
    assets = [kept for asset in listed if (kept := _kept(asset, container, found, used, missing, notes))]
    _tell_missing(missing, notes)
    if container.picture and not any(file.type == ICON and file.name == MAIN for file in found):
        found += _picture(container, notes)
    found += _unnamed(container, used)
    if not listed:
        return data, found
    return data.model_copy(update={"assets": assets}), found


def _kept(
    asset: dict[str, Any],
    container: Container,
    found: list[CardFile],
    used: set[str],
    missing: list[str],
    notes: Notes,
) -> dict[str, Any] | None:
    """The asset with its new address, or as it is where its file is elsewhere, or None where it is missing."""
    uri: str = asset["uri"]
    reader = _reader(uri)
    if reader is None:
        return asset
    path, content = reader(uri, container)
    if not content:
        missing.append(asset["name"][:60])
        return None
    used.add(path)
    ext = ext_of(asset["ext"])
    file = CardFile(type=asset["type"], name=asset["name"], ext=ext, size=len(content), content=content)
    if file.type == ICON and (fault := fault_of(content)):
        notes.lose(f"The picture {asset['name'][:60]!r} is left out: {fault}")
        return None
    found.append(file)
    return {**asset, "ext": ext, "uri": address_of(file.type, file.id, ext)}


def _tell_missing(names: list[str], notes: Notes) -> None:
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        notes.lose(f"The file does not hold these assets, which it lists: {', '.join(names[:_NAMED])}{more}.")


def _reader(uri: str) -> Callable[[str, Container], tuple[str, bytes | None]] | None:
    if uri.startswith(_SCHEMES):
        return _packed
    return _inline if uri.startswith("data:") else None


def _packed(uri: str, container: Container) -> tuple[str, bytes | None]:
    scheme = next(scheme for scheme in _SCHEMES if uri.startswith(scheme))
    path = uri.removeprefix(scheme)
    return path, container.files.get(path)


def _inline(uri: str, container: Container) -> tuple[str, bytes | None]:
    head, comma, text = uri.partition(",")
    if not comma or not head.endswith(";base64"):
        return "", None
    return "", decoded(text.encode("ascii", "replace"))


def decoded(text: bytes) -> bytes | None:
    """Base64, also with line breaks, without padding, or in the alphabet for addresses; None when it is none."""
    bare = b"".join(text.split()).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        return None


def _picture(container: Container, notes: Notes) -> list[CardFile]:
    if fault := fault_of(container.picture):
        notes.lose(f"The card's picture is left out: {fault}")
        return []
    picture = container.picture
    return [CardFile(type=ICON, name=MAIN, ext=container.picture_ext, size=len(picture), content=picture)]


def _unnamed(container: Container, used: set[str]) -> list[CardFile]:
    others = {path: content for path, content in container.files.items() if path not in used and content}
    return [
        CardFile(type=UNNAMED, name=path, ext=ext_of(path.rpartition(".")[2]), size=len(content), content=content)
        for path, content in others.items()
    ]

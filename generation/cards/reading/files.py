"""The files that come with a card: its picture, and what its assets name."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.cards.addresses import address_of, ext_of, media_type_of
from generation.cards.card import CardData
from generation.cards.files import ICON, MAIN, UNNAMED, CardFile
from generation.cards.pictures import look_at
from generation.cards.reading.limits import PIXELS_IN_ALL
from generation.cards.reading.notes import Notes

# So many are named; the rest is counted.
_NAMED = 5
_TOLD_TYPE = re.compile(r"data:([\w.+-]{1,49}/[\w.+-]{1,50})[;,]", re.ASCII | re.IGNORECASE)
_SCHEMES = ("embeded://", "embedded://", "__asset:")


@dataclass(slots=True)
class Container:
    """What a card came in: its own picture with its ending, and files by path."""

    picture: bytes = b""
    picture_ext: str = "png"
    files: Mapping[str, bytes] = field(default_factory=dict)


def with_files(data: CardData, container: Container, notes: Notes) -> tuple[CardData, list[CardFile]]:
    """`data` with the addresses that its files have here, and the files: each once, however often it is listed."""
    listed: list[dict[str, Any]] = (data.model_extra or {}).get("assets") or []
    found = _Found(container, notes)
    assets = [kept for asset in listed if (kept := found.asset(asset))]
    found.end()
    return (data.model_copy(update={"assets": assets}) if listed else data), found.files


class _Found:
    """The files found so far, by where they were."""

    def __init__(self, container: Container, notes: Notes) -> None:
        self.files: list[CardFile] = []
        self._container, self._notes = container, notes
        self._by_uri: dict[str, CardFile | None] = {}
        self._used: set[str] = set()
        self._missing: list[str] = []
        self._pixels = PIXELS_IN_ALL

    def asset(self, asset: dict[str, Any]) -> dict[str, Any] | None:
        """The asset with its new address, or as it is where its file is elsewhere, or None where it is missing."""
        uri: str = asset["uri"]
        reader = _reader(uri)
        if reader is None:
            return asset
        if uri not in self._by_uri:
            self._by_uri[uri] = self._file(asset, *reader(uri, self._container))
        file = self._by_uri[uri]
        if file is None:
            return None
        return {**asset, "ext": file.ext, "uri": address_of(asset["type"], file.id, file.ext)}

    def end(self) -> None:
        """What no asset names: the container's own picture, and its other files."""
        if self._missing:
            more = f" and {len(self._missing) - _NAMED:,} more" if len(self._missing) > _NAMED else ""
            names = f"{', '.join(self._missing[:_NAMED])}{more}"
            self._notes.lose(f"The file does not hold these assets, which it lists: {names}.")
        if self._container.picture and not any(file.type == ICON and file.name == MAIN for file in self.files):
            self._keep(ICON, MAIN, self._container.picture_ext, self._container.picture)
        for path, content in self._container.files.items():
            if path not in self._used and content:
                self._keep(UNNAMED, path, ext_of(path.rpartition(".")[2]), content)

    def _file(self, asset: dict[str, Any], path: str, content: bytes | None) -> CardFile | None:
        if not content:
            self._missing.append(asset["name"][:60])
            return None
        self._used.add(path)
        kind = asset["type"] if asset["type"] != UNNAMED else "other"
        ext = ext_of(asset["ext"])
        return self._keep(kind, asset["name"], ext, content, self._told_type(asset, ext))

    def _told_type(self, asset: dict[str, Any], ext: str) -> str:
        """The media type in its data URL, if there is one; where its ending says another, that counts."""
        found = _TOLD_TYPE.match(asset["uri"])
        told, known = (found[1].lower() if found else ""), media_type_of(ext)
        if told and known and told != known:
            self._notes.warn(f"The asset {asset['name'][:60]!r} is told to be {told}; by its ending it is {known}.")
        return told

    def _keep(self, kind: str, name: str, ext: str, content: bytes, told_type: str = "") -> CardFile | None:
        """The file, unless it is a picture that cannot be used."""
        if kind == ICON:
            look = look_at(content, decode_up_to=self._pixels)
            self._pixels -= look.decoded
            if look.fault:
                self._notes.lose(f"The picture {name[:60]!r} is left out: {look.fault}")
                return None
        file = CardFile(type=kind, name=name, ext=ext, size=len(content), told_type=told_type, content=content)
        self.files.append(file)
        return file


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

"""Addresses of a card's files in its `assets`: the standard's `embeded://`, which names the row we keep it in."""

from __future__ import annotations

import json
import re
from uuid import UUID

SCHEME = "embeded://"  # spelled so by the standard
DEFAULT = "ccdefault:"

_FOLDERS = {
    "images": ("png", "apng", "jpg", "jpeg", "webp", "gif", "avif", "bmp", "svg"),
    "audio": ("mp3", "ogg", "wav", "flac", "m4a", "opus"),
    "video": ("mp4", "webm", "mkv", "mov"),
    "l2d": ("moc3", "model3"),
    "3d": ("glb", "gltf", "vrm", "fbx", "mmd", "obj"),
    "ai": ("safetensors", "ckpt", "onnx"),
    "fonts": ("ttf", "otf", "woff", "woff2"),
    "code": ("js", "lua", "css", "html", "json"),
}
_FOLDER_OF = {ext: folder for folder, exts in _FOLDERS.items() for ext in exts}
_MEDIA_TYPES = {
    "png": "image/png", "apng": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
    "gif": "image/gif", "avif": "image/avif", "mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav",
    "mp4": "video/mp4", "webm": "video/webm", "json": "application/json",
}  # fmt: skip
BYTES = "application/octet-stream"
_EXT = re.compile(r"[a-z0-9]{1,16}\Z")
_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_OURS = re.compile(r"embeded://assets/[A-Za-z0-9_-]+/[a-z0-9]+/([0-9a-f]{32})\.[a-z0-9]+\Z")


def address_of(kind: str, asset_id: UUID, ext: str) -> str:
    """Of the asset that we keep under `asset_id`."""
    return f"{SCHEME}{path_of(kind, asset_id.hex, ext)}"


def id_in(uri: str) -> UUID | None:
    """The id of the asset that `uri` names, or None for an address that is not ours."""
    found = _OURS.match(uri)
    return UUID(found[1]) if found else None


def path_of(kind: str, name: str, ext: str) -> str:
    """A path in a CHARX: ASCII, with the folder that the standard wants for such a file."""
    ext = ext_of(ext)
    return f"assets/{plain(kind, 'other')}/{_FOLDER_OF.get(ext, 'other')}/{plain(name, 'file')}.{ext}"


def plain(text: str, otherwise: str) -> str:
    """`text` with nothing but ASCII letters, digits, `_` and `-`."""
    return _NAME.sub("_", text).strip("_")[:60] or otherwise


def ext_of(told: str) -> str:
    """A file name's ending as the standard wants it: lower case, no dot, `unknown` where it is none."""
    ext = told.strip().lower().lstrip(".")
    return ext if _EXT.match(ext) else "unknown"


def media_type_of(ext: str) -> str:
    """What an ending says; empty where it says nothing."""
    return _MEDIA_TYPES.get(ext, "")


def readdressed(data: dict[str, object], copies: dict[UUID, UUID]) -> dict[str, object]:
    """`data` in which the assets name the copies of their files."""
    if not copies or "assets" not in data:
        return data
    text = json.dumps(data["assets"])
    for original, own in copies.items():
        text = text.replace(original.hex, own.hex)
    return {**data, "assets": json.loads(text)}

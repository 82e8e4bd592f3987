"""A card as a file to take away."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from django.utils.text import slugify

from generation.cards import charx, png, v2, v3
from generation.cards.addresses import DEFAULT
from generation.cards.assets import assets_of, placed
from generation.cards.card import CardData
from generation.cards.documents import readable
from generation.cards.files import ICON, MAIN, CardFile, FileFacts, picture_of

Format = Literal["v2", "v3", "png", "charx"]
Spec = Literal["v2", "v3", "both"]

FORMATS: tuple[Format, ...] = ("png", "v2", "v3", "charx")
# The files that suit each standard a card may be made for.
FORMATS_OF: dict[str, tuple[Format, ...]] = {
    "v2": ("png", "v2"),
    "v3": ("png", "v3", "charx"),
    "both": ("png", "v2", "v3", "charx"),
}
INLINE_BYTES = 3_000_000
"""So many bytes of a card's files are written into its JSON: with their base64, it can still be read."""

# Letters of a name below a drawn portrait.
_CAPTION = 200


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content_type: str
    content: bytes


def export(
    card: CardData,
    form: Format,
    *,
    spec: str,
    tone: str,
    files: Sequence[CardFile] = (),
    backfill_v1: bool = True,
    draws: bool = True,
) -> File:
    """`card` with its `files` as JSON or CHARX, or as a PNG that carries the documents of `spec`.

    Where it has no picture of its own, one is drawn in `tone`, in a CHARX only if `draws`. `backfill_v1` repeats the
    V1 fields at the root of the PNG's V2 document, where old readers look.
    """
    stem = slugify(card.name)[:80] or "card"
    match form:
        case "v2":
            return File(f"{stem}.v2.json", "application/json", readable(v2.document(card)))
        case "v3":
            return File(f"{stem}.v3.json", "application/json", readable(_v3_inline(card, files)))
        case "png":
            image = png.embed(_picture(card, tone, files), _documents(card, spec, backfill_v1, files))
            return File(f"{stem}.png", "image/png", image)
        case "charx":
            return File(
                f"{stem}.charx",
                "application/zip",
                charx.pack(card, _with_portrait(card, tone, files) if draws else files),
            )
        case _:
            assert_never(form)


def inlined(files: Sequence[FileFacts]) -> set[Any]:
    """The ids of the files that a JSON has room for: the picture first."""
    room, fitting = INLINE_BYTES, set()
    picture = picture_of(files)
    for file in sorted(files, key=lambda file: file is not picture):
        if file.size <= room:
            room -= file.size
            fitting.add(file.id)
    return fitting


def _v3_inline(card: CardData, files: Sequence[CardFile]) -> dict[str, Any]:
    fitting = inlined(files)

    def data_url(file: CardFile) -> str | None:
        if file.id not in fitting:
            return None
        return f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"

    return v3.document(card, assets=placed(card, files, data_url))


def _documents(card: CardData, spec: str, backfill_v1: bool, files: Sequence[CardFile]) -> dict[str, dict[str, Any]]:
    documents = {}
    if spec != "v3":
        documents[png.V2_KEYWORD] = v2.document(card, beside_v3=spec == "both", backfill_v1=backfill_v1)
    if spec != "v2":
        documents[png.V3_KEYWORD] = v3.document(card, assets=_in_png(card, files))
    return documents


def _in_png(card: CardData, files: Sequence[CardFile]) -> list[dict[str, Any]]:
    """Its picture is the PNG itself; it has no other files. A card that lists nothing means just that."""
    picture = picture_of(files)
    listed = placed(card, files, lambda file: DEFAULT if file is picture else None)
    return (
        [{**asset, "ext": "png"} if asset["uri"] == DEFAULT else asset for asset in listed] if assets_of(card) else []
    )


def _picture(card: CardData, tone: str, files: Sequence[CardFile]) -> bytes:
    # Pillow: 8 MB that a worker does not need.
    from generation.cards import pictures, portrait  # noqa: PLC0415

    if own := picture_of(files):
        with suppress(pictures.BrokenPicture):
            return pictures.as_png(own.content)
    return portrait.draw(" ".join(card.name.split())[:_CAPTION], tone)


def _with_portrait(card: CardData, tone: str, files: Sequence[CardFile]) -> list[CardFile]:
    if picture_of(files):
        return list(files)
    drawn = _picture(card, tone, ())
    return [*files, CardFile(type=ICON, name=MAIN, ext="png", size=len(drawn), content=drawn)]

"""A card as a file to take away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from django.utils.text import slugify

from generation.cards import png, v2, v3
from generation.cards.card import CardData

Format = Literal["v2", "v3", "png"]
Spec = Literal["v2", "v3", "both"]

# The files that suit each standard a card may be made for.
FORMATS_OF: dict[str, tuple[Format, ...]] = {"v2": ("png", "v2"), "v3": ("png", "v3"), "both": ("png", "v2", "v3")}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content_type: str
    content: bytes


def export(card: CardData, form: Format, *, spec: str, tone: str, backfill_v1: bool = True) -> File:
    """`card` as JSON, or as a PNG that carries the documents of `spec` behind a portrait in `tone`.

    `backfill_v1` repeats the V1 fields at the root of the PNG's V2 document, where old readers look.
    """
    stem = slugify(card.name) or "card"
    match form:
        case "v2":
            return File(f"{stem}.v2.json", "application/json", _json(v2.document(card)))
        case "v3":
            return File(f"{stem}.v3.json", "application/json", _json(v3.document(card)))
        case "png":
            from generation.cards import portrait  # noqa: PLC0415 - Pillow: 8 MB that a worker does not need

            documents = _documents(card, spec, backfill_v1)
            return File(f"{stem}.png", "image/png", png.embed(portrait.draw(card.name, tone), documents))
        case _:
            assert_never(form)


def _documents(card: CardData, spec: str, backfill_v1: bool) -> dict[str, dict[str, Any]]:
    documents = {}
    if spec != "v3":
        documents[png.V2_KEYWORD] = v2.document(card, beside_v3=spec == "both", backfill_v1=backfill_v1)
    if spec != "v2":
        documents[png.V3_KEYWORD] = v3.document(card)
    return documents


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode()

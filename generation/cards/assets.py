"""The list of a card's assets as a file of one format has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from generation.cards.addresses import DEFAULT, address_of, id_in
from generation.cards.card import CardData
from generation.cards.files import ICON, MAIN, UNNAMED, FileFacts, picture_of

F = TypeVar("F", bound=FileFacts)


def assets_of(card: CardData) -> list[dict[str, Any]]:
    """As the card lists them."""
    listed = (card.model_extra or {}).get("assets")
    return [asset for asset in listed if isinstance(asset, dict)] if isinstance(listed, list) else []


def placed(card: CardData, files: Iterable[F], place: Callable[[F], str | None]) -> list[dict[str, Any]]:
    """The list with the address that `place` gives each of our files; what gets none is left out.

    What is kept elsewhere stays as it is. The card's own picture is listed even where the card does not.
    """
    known = {file.id: file for file in files if file.type != UNNAMED}
    picture = picture_of(known.values())
    listed = []
    for asset in _with_picture(assets_of(card), picture):
        key = id_in(str(asset.get("uri")))
        if key is None:
            listed.append(asset)
        elif (file := known.get(key)) and (uri := place(file)):
            listed.append({**asset, "uri": uri, "ext": file.ext})
    return listed


def _with_picture(listed: list[dict[str, Any]], picture: FileFacts | None) -> list[dict[str, Any]]:
    """`listed`, in which the default icon is `picture`."""
    if picture is None or any(id_in(str(asset.get("uri"))) == picture.id for asset in listed):
        return listed
    own = {"type": ICON, "uri": address_of(picture.type, picture.id, picture.ext), "name": MAIN, "ext": picture.ext}
    defaults = [n for n, asset in enumerate(listed) if asset.get("uri") == DEFAULT and asset.get("type") == ICON]
    if not defaults:
        return [*listed, own]
    return [{**asset, **own} if n == defaults[0] else asset for n, asset in enumerate(listed)]

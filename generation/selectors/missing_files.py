"""Files that a card was to have and has not, for there was no room to keep them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generation.cards.addresses import id_in
from generation.cards.assets import assets_of
from generation.cards.card import CardData
from generation.cards.files import ICON, MAIN, FileFacts, picture_of
from generation.models import Card
from generation.selectors.assets import facts_of

NO_ROOM = "There is no room for more files in your account: delete some cards, then import or make this one again."
_NAMED = 5


def missing_files(card: Card, data: CardData) -> list[str]:
    """Sentences: what is missing, and what to do; none where the card has all its files."""
    kept = facts_of(card.pk)
    ids = {file.id for file in kept}
    gone = [asset for asset in assets_of(data) if (key := id_in(str(asset.get("uri")))) and key not in ids]
    if picture_of(kept):  # an earlier revision names the picture that it had
        gone = [asset for asset in gone if asset.get("type") != ICON]
    if gone:
        return [_left_out([_called(asset) for asset in gone]), NO_ROOM]
    if _was_promised_one(card.options) and picture_of(kept) is None:
        return [_left_out(["its picture"]), NO_ROOM]
    return []


def files_left_out(files: Sequence[FileFacts]) -> str:
    """The sentence about files that were not kept."""
    return _left_out([_called({"type": file.type, "name": file.name}) for file in files])


def _was_promised_one(options: Any) -> bool:
    return isinstance(options, dict) and options.get("avatar") in {"upload", "hook"}


def _called(asset: dict[str, Any]) -> str:
    name = str(asset.get("name"))[:40]
    return "its picture" if (asset.get("type"), name) == (ICON, MAIN) else f"“{name}”"


def _left_out(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    files = "1 file is" if len(names) == 1 else f"{len(names):,} files are"
    return f"{files} not kept: {', '.join(names[:_NAMED])}{more}."

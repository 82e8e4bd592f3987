"""The files of a card as its formats see them, wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

import uuid_utils.compat as uuid

from generation.cards.addresses import BYTES, media_type_of

ICON, MAIN = "icon", "main"
# A file of a CHARX that no asset names: its name is its path, where it is written again.
UNNAMED = "x_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """`type`, `name` and `ext` as the V3 standard means them; `size` in bytes.

    `told_type` is the media type that came with it: it counts where its ending says none.
    """

    type: str
    name: str
    ext: str
    size: int
    told_type: str = ""
    id: UUID = field(default_factory=uuid.uuid7)

    @property
    def media_type(self) -> str:
        return media_type_of(self.ext) or self.told_type or BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile(FileFacts):
    content: bytes


F = TypeVar("F", bound=FileFacts)


def picture_of(files: Iterable[F]) -> F | None:
    """The card's own picture: the main icon, the newest if there are several, else any icon."""
    icons = [file for file in files if file.type == ICON]
    return max(icons, key=lambda file: (file.name == MAIN, file.id), default=None)

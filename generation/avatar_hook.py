"""Pictures from elsewhere: what a site writes to have cards illustrated, named in CARD_AVATAR_HOOK."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from generation.errors import BadPicture

# Of either side, in pixels: larger ones are made smaller.
LONGEST_SIDE = 2048
SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class PictureWanted:
    """Of whom. `prompt` is the art prompt, with the style that was asked for; empty where none was."""

    name: str
    prompt: str
    tone: str
    rating: str
    seed: int


class AvatarHook(Protocol):
    """Made once a picture without arguments; runs on a worker's event loop, so it must not block."""

    async def picture(self, wanted: PictureWanted) -> bytes:
        """A PNG, JPEG, WEBP or GIF. Whatever it raises fails the attempt, which is tried again."""
        ...


def load() -> AvatarHook:
    """The hook of `settings.CARD_AVATAR_HOOK`; ImportError and TypeError say what is wrong with it."""
    made = import_string(settings.CARD_AVATAR_HOOK)()
    if not callable(getattr(made, "picture", None)):
        raise TypeError(f"{settings.CARD_AVATAR_HOOK} has no method `picture`.")
    return cast("AvatarHook", made)


async def drawn(wanted: PictureWanted, *, seconds: float) -> bytes:
    """What the hook answers within `seconds`, looked at before it is decoded and encoded anew as a PNG."""
    hook = await asyncio.to_thread(load)
    async with asyncio.timeout(min(seconds, SECONDS)):
        content: Any = await hook.picture(wanted)
    if not isinstance(content, bytes):
        raise BadPicture(f"The avatar hook answered with {type(content).__name__}, not with bytes.")
    return await asyncio.to_thread(clean_picture, content)


def clean_picture(content: bytes) -> bytes:
    """A stranger's picture as a PNG of ours without anything else its file held; BadPicture says why not."""
    from generation.cards.pictures import look_at, shrunk  # noqa: PLC0415 - Pillow: 8 MB that few workers need

    if fault := look_at(content).fault:
        raise BadPicture(f"The picture cannot be used: {fault}")
    return shrunk(content, LONGEST_SIDE)

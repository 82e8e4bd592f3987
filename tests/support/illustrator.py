"""An avatar hook for tests: a plain picture, or what a test tells it to answer with."""

from __future__ import annotations

import io
from typing import Any, ClassVar

from PIL import Image

from generation.avatar_hook import PictureWanted

PATH = "tests.support.illustrator.Illustrator"


def picture(width: int = 64, height: int = 96, colour: str = "teal", form: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, form, **more)
    return out.getvalue()


class Illustrator:
    """`asked` holds what was wanted, newest last; `answer` is what it gives."""

    asked: ClassVar[list[PictureWanted]] = []
    answer: ClassVar[Any] = picture()

    async def picture(self, wanted: PictureWanted) -> bytes:
        self.asked.append(wanted)
        return self.answer

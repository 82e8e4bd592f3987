"""Pictures that strangers made: looked at before they are decoded, and written anew."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

PIXELS = 16_777_216
"""The largest picture that is decoded: 4096 x 4096."""

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


class BrokenPicture(ValueError):
    """A picture that cannot be decoded."""


@dataclass(frozen=True, slots=True)
class Look:
    """`fault` says as a sentence why a picture cannot be used, empty if it can; `decoded` pixels were decoded."""

    fault: str = ""
    decoded: int = 0


def look_at(content: bytes, *, decode_up_to: int = PIXELS) -> Look:
    """What is wrong with a picture; only the head of one with more than `decode_up_to` pixels is looked at."""
    pixels = 0
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > PIXELS:
                return Look(f"it has {width:,} x {height:,} pixels; make it smaller than {PIXELS:,} in all.")
            if width * height > decode_up_to:
                return Look()
            pixels = width * height
            image.load()
    except UnidentifiedImageError:
        return Look("it is no PNG, JPEG, WEBP or GIF picture.")
    except _BROKEN:
        return Look("it is damaged.", pixels)
    return Look(decoded=pixels)


def as_png(content: bytes) -> bytes:
    """The first frame of a picture, encoded anew and without anything else that its file held; BrokenPicture."""
    with _frame(content) as image:
        return _written(image)


def shrunk(content: bytes, side: int) -> bytes:
    """`as_png`, made smaller where either side is longer than `side` pixels."""
    with _frame(content) as image:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        return _written(image)


def thumbnail(content: bytes, width: int, height: int) -> bytes:
    """A PNG of `width` x `height` pixels, filled by the middle of the picture's upper part; BrokenPicture."""
    with _frame(content) as image:
        return _written(ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.3)))


def small(content: bytes, width: int, height: int) -> bytes:
    """A WEBP of `width` x `height` pixels, filled as a `thumbnail` is, for lists of many; BrokenPicture."""
    with _frame(content) as image:
        fitted = ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.3))
        out = io.BytesIO()
        fitted.save(out, "WEBP", quality=80, method=2)
        return out.getvalue()


def _frame(content: bytes) -> Image.Image:
    if fault := look_at(content).fault:
        raise BrokenPicture(fault)
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        upright = ImageOps.exif_transpose(image)
        has_holes = "A" in upright.getbands() or "transparency" in upright.info
        return upright.convert("RGBA" if has_holes else "RGB")


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    plain.save(out, "PNG", compress_level=6)
    return out.getvalue()

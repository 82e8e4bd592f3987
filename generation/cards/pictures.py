"""Pictures that strangers made: looked at before they are decoded, and written anew."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

PIXELS = 16_777_216
"""The largest picture that is decoded: 4096 x 4096."""

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


def fault_of(content: bytes) -> str:
    """Why a picture cannot be used, as a sentence; empty if it can."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > PIXELS:
                return f"it has {width:,} x {height:,} pixels; make it smaller than {PIXELS:,} in all."
            image.load()
    except UnidentifiedImageError:
        return "it is no PNG, JPEG, WEBP or GIF picture."
    except _BROKEN:
        return "it is damaged."
    return ""


def as_png(content: bytes) -> bytes:
    """The first frame of a picture, encoded anew and without anything else that its file held."""
    with _frame(content) as image:
        return _written(image)


def shrunk(content: bytes, side: int) -> bytes:
    """`as_png`, made smaller where either side is longer than `side` pixels."""
    with _frame(content) as image:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        return _written(image)


def thumbnail(content: bytes, width: int, height: int) -> bytes:
    """A PNG of `width` x `height` pixels, filled by the middle of the picture's upper part."""
    with _frame(content) as image:
        return _written(ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.3)))


def is_animated(content: bytes) -> bool:
    """Whether the picture has more than one frame."""
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        return bool(getattr(image, "is_animated", False))


def _frame(content: bytes) -> Image.Image:
    image: Image.Image = Image.open(io.BytesIO(content), formats=_FORMATS)
    image.load()
    image = ImageOps.exif_transpose(image)
    has_holes = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if has_holes else "RGB")


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    plain.save(out, "PNG", compress_level=6)
    return out.getvalue()

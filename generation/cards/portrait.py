"""A placeholder portrait, drawn from a card's name and tone: a landscape, a medallion and the name."""

from __future__ import annotations

import hashlib
import io
import math
import unicodedata
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

from generation.cards.palettes import Colour, Palette, blend, palette_for

WIDTH, HEIGHT = 400, 600
_SCALE = 2  # drawn larger and scaled down, for smooth edges
_RIDGES = 5
_GLOW = 200  # its radius
_MEDALLION = (WIDTH // 2, 232, 86)  # centre and radius
_CAPTION_TOP = 492
_CAPTION_WIDTH = WIDTH - 64

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=64)
def draw(name: str, tone: str = "neutral") -> bytes:
    """A PNG of 400 x 600 pixels; the same name and tone give the same picture."""
    palette, label = palette_for(tone), _drawable(name)
    # A seed from the name alone: Python's own hash differs from run to run.
    random = Random(hashlib.sha256(f"{tone}\n{name}".encode("utf-8", "replace")).digest())
    image = _sky(palette)
    _stars(image, palette, random)
    _light(image, palette, random)
    _ridges(image, palette, random)
    _medallion(image, palette, label, random)
    _caption(image, palette, label)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _sky(palette: Palette) -> Image.Image:
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        column.putpixel((0, y), blend(palette.zenith, palette.horizon, min(1.0, y / (HEIGHT * 0.68)) ** 1.3))
    return column.resize((WIDTH * _SCALE, HEIGHT * _SCALE), Image.Resampling.BILINEAR)


def _stars(image: Image.Image, palette: Palette, random: Random) -> None:
    canvas = ImageDraw.Draw(image, "RGBA")
    for _ in range(46):
        x, y = random.uniform(0, WIDTH), random.uniform(0, HEIGHT * 0.4)
        _disc(canvas, x, y, random.choice([0.6, 0.8, 1.2]), (*palette.light, random.randint(50, 150)))


def _light(image: Image.Image, palette: Palette, random: Random) -> None:
    """A sun or moon behind the medallion, with its glow."""
    canvas = ImageDraw.Draw(image, "RGBA")
    x, y, _ = _MEDALLION
    x += random.choice([-1, 1]) * random.randint(40, 90)
    y += random.randint(-50, 20)
    _glow(image, x, y, palette.light)
    _disc(canvas, x, y, random.randint(52, 66), (*palette.light, 235))


def _glow(image: Image.Image, x: float, y: float, colour: Colour) -> None:
    size = 2 * _GLOW * _SCALE
    fading = Image.radial_gradient("L").resize((size, size)).point([max(0, 160 - step) * 5 // 8 for step in range(256)])
    image.paste(colour, (round((x - _GLOW) * _SCALE), round((y - _GLOW) * _SCALE)), fading)


def _ridges(image: Image.Image, palette: Palette, random: Random) -> None:
    """Hills one behind the other, darker towards us."""
    canvas = ImageDraw.Draw(image)
    for number in range(_RIDGES):
        depth = number / (_RIDGES - 1)
        base = HEIGHT * (0.50 + 0.085 * number)
        waves = [(random.uniform(0.6, 3.4), random.uniform(0, math.tau), random.uniform(4, 20)) for _ in range(4)]
        line = [
            (
                x * _SCALE,
                (base + sum(h * math.sin(f * x / WIDTH * math.tau + p) for f, p, h in waves)) * _SCALE,
            )
            for x in range(-2, WIDTH + 3, 2)
        ]
        ground = [((WIDTH + 2) * _SCALE, HEIGHT * _SCALE), (-2 * _SCALE, HEIGHT * _SCALE)]
        canvas.polygon([*line, *ground], fill=blend(palette.far, palette.near, depth))


def _medallion(image: Image.Image, palette: Palette, name: str, random: Random) -> None:
    canvas = ImageDraw.Draw(image, "RGBA")
    x, y, radius = _MEDALLION
    _disc(canvas, x, y + 5, radius + 3, (*palette.near, 70))
    _disc(canvas, x, y, radius, (*palette.near, 255))
    _ring(canvas, x, y, radius - 6, 1.5, palette.letters)
    _rays(canvas, x, y, radius - 13, palette, random)
    initials = _initials(name)
    font = _fitting(initials, radius * 1.15, 92)
    if font is None:
        _star(canvas, x, y, radius * 0.5, palette.letters)
        return
    canvas.text((x * _SCALE, y * _SCALE), initials, font=font, fill=palette.letters, anchor="mm")


def _rays(canvas: ImageDraw.ImageDraw, x: float, y: float, radius: float, palette: Palette, random: Random) -> None:
    """A ring of ticks, its rhythm the character's own."""
    count, every = random.choice([24, 36, 48, 60]), random.choice([2, 3, 4])
    for number in range(count):
        angle = math.tau * number / count
        inner = radius - (7 if number % every == 0 else 3)
        canvas.line(
            [
                ((x + math.cos(angle) * length) * _SCALE, (y + math.sin(angle) * length) * _SCALE)
                for length in (inner, radius)
            ],
            fill=(*palette.letters, 170),
            width=_SCALE,
        )


def _caption(image: Image.Image, palette: Palette, name: str) -> None:
    canvas = ImageDraw.Draw(image, "RGBA")
    middle = WIDTH // 2
    for gap, length in ((0, 60), (5, 24)):
        y = (_CAPTION_TOP - gap) * _SCALE
        canvas.line([((middle - length) * _SCALE, y), ((middle + length) * _SCALE, y)], palette.letters, _SCALE)
    font = _fitting(name, _CAPTION_WIDTH, 34)
    if font is None:
        return
    text = _shortened(name, font)
    canvas.text((middle * _SCALE, (_CAPTION_TOP + 42) * _SCALE), text, font=font, fill=palette.letters, anchor="mm")


def _drawable(name: str) -> str:
    """`name` in letters that the bundled font has: accents go where they must."""
    if _has_letters(name):
        return name
    return "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


def _fitting(text: str, width: float, size: int) -> Font | None:
    """The bundled font at the largest size up to `size` that fits, or None where it has no such letters."""
    if not text or not _has_letters(text):
        return None
    while (font := _font(size)).getlength(text) > width * _SCALE and size > 16:
        size -= 2
    return font


def _font(size: int) -> Font:
    font = ImageFont.load_default(size * _SCALE)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("This Pillow was built without FreeType; install the ordinary wheel.")
    return font


def _has_letters(text: str) -> bool:
    font = _font(16)
    missing = bytes(font.getmask("\U0010fffd"))
    return all(character.isspace() or bytes(font.getmask(character)) != missing for character in text)


def _shortened(text: str, font: Font) -> str:
    while len(text) > 1 and font.getlength(text) > _CAPTION_WIDTH * _SCALE:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def _disc(canvas: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: tuple[int, int, int, int]) -> None:
    canvas.ellipse(_box(x, y, radius), fill=fill)


def _ring(canvas: ImageDraw.ImageDraw, x: float, y: float, radius: float, width: float, colour: Colour) -> None:
    canvas.ellipse(_box(x, y, radius), outline=colour, width=round(width * _SCALE))


def _star(canvas: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    points = [
        ((x + math.sin(turn) * length) * _SCALE, (y - math.cos(turn) * length) * _SCALE)
        for turn, length in ((math.tau * n / 16, radius if n % 2 == 0 else radius * 0.42) for n in range(16))
    ]
    canvas.polygon(points, fill=colour)


def _box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = x - radius, y - radius, x + radius, y + radius
    return left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE

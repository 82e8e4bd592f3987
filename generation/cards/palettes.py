"""Colours of a portrait, by tone."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Sky from `zenith` to `horizon`, a `light` in it, land from `far` to `near`, and lettering."""

    zenith: Colour
    horizon: Colour
    light: Colour
    far: Colour
    near: Colour
    letters: Colour


def _colour(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def _palette(*codes: str) -> Palette:
    return Palette(*(_colour(code) for code in codes))


PALETTES = {
    "neutral": _palette("33536b", "d9dfd3", "f7f1df", "7f9aa3", "1d2f3a", "f4f1e8"),
    "warm": _palette("c5653a", "f7d9a3", "fff4d6", "b5643c", "4a2318", "fff3df"),
    "dark": _palette("0d1117", "3b4252", "c9cdd6", "2b303b", "08090c", "d8dbe2"),
    "comic": _palette("1f8a8a", "ffe08a", "ffffff", "f2994a", "283a63", "fffbe8"),
    "tense": _palette("241b2f", "a23e48", "ffd9c7", "5c2a3a", "150d16", "f7e3dc"),
    "romantic": _palette("6d3b63", "f3b6b0", "fff0e6", "a35d7c", "3a1c37", "fff0ec"),
    "epic": _palette("1b2a4e", "e0a458", "fff1c9", "6b5b73", "141a2e", "f9ecd0"),
    "melancholic": _palette("3c4a5e", "a9b6bf", "e9edf0", "66788a", "1f2833", "eaf0f4"),
}


def palette_for(tone: str) -> Palette:
    return PALETTES.get(tone, PALETTES["neutral"])


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other` in it."""
    mixed = [round(a + (b - a) * share) for a, b in zip(one, other, strict=True)]
    return mixed[0], mixed[1], mixed[2]

"""How narration and speech stand on the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

Piece = tuple[Literal["narration", "speech"], str]


def layout(paragraphs: Sequence[Sequence[Piece]], formatting: str) -> str:
    """Paragraphs of narration and speech as `plain`, `asterisk_actions`, `quoted_dialogue` or `novel`."""
    write = {"quoted_dialogue": _each_apart, "novel": _curly, "plain": _plain}.get(formatting, _asterisks)
    return "\n\n".join(text for paragraph in paragraphs if (text := write(paragraph)))


def _asterisks(paragraph: Sequence[Piece]) -> str:
    return " ".join(f"*{text}*" if kind == "narration" else f'"{text}"' for kind, text in _runs(paragraph))


def _plain(paragraph: Sequence[Piece]) -> str:
    return " ".join(text if kind == "narration" else f'"{text}"' for kind, text in _runs(paragraph))


def _each_apart(paragraph: Sequence[Piece]) -> str:
    return "\n\n".join(text if kind == "narration" else f'"{text}"' for kind, text in _runs(paragraph))


def _curly(paragraph: Sequence[Piece]) -> str:
    return " ".join(text if kind == "narration" else f"“{text}”" for kind, text in _runs(paragraph)).replace(
        "'", "\N{RIGHT SINGLE QUOTATION MARK}"
    )


def _runs(paragraph: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind joined, empty pieces left out."""
    told = [piece for piece in paragraph if piece[1]]
    return [(kind, " ".join(text for _, text in group)) for kind, group in groupby(told, key=lambda piece: piece[0])]

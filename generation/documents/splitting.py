"""A text in chunks of at most so many characters, cut where it hurts least."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category

from jobs.handlers import Span

# The splitter measures what is left of its text again for every chunk, so that a text without a space would take
# time by its square: it is given so many chunks at a time, and so many characters at least.
_CHUNKS_AT_ONCE = 4
_LEAST_AT_ONCE = 1024
_JOINER = "\u200d"


def split(text: str, max_chars: int, *, markdown: bool = False) -> list[Span]:
    """Spans of 1 to `max_chars` characters that together are the whole of `text`, in order, with no gap.

    Cut between paragraphs where that fits, else lines, sentences, words, letters as people see them, and characters;
    with `markdown` also between its sections and blocks. An empty text has none. Time is linear in the text's length.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars is {max_chars}; a chunk has at least one character.")
    edges = [*_starts(text, max_chars, markdown=markdown), len(text)]
    return [Span(index, start, end) for index, (start, end) in enumerate(pairwise(edges))]


def context_before(span: Span, overlap: int) -> tuple[int, int]:
    """Start and end of the up to `overlap` characters before `span`: they are shown with it and are no part of it."""
    return max(0, span.start - max(0, overlap)), span.start


def _starts(text: str, max_chars: int, *, markdown: bool) -> Iterator[int]:
    """Where each chunk begins. The last of a window is cut by the window's own end: the next begins with it."""
    from semantic_text_splitter import MarkdownSplitter, TextSplitter  # noqa: PLC0415 - 4 MB that few workers need

    splitter = (MarkdownSplitter if markdown else TextSplitter)(max_chars, trim=False)
    window, at = max(_LEAST_AT_ONCE, _CHUNKS_AT_ONCE * max_chars), 0
    while at < len(text):
        found = [at + offset for offset, _ in splitter.chunk_indices(text[at : at + window])]
        if at + window >= len(text):
            found.append(len(text))
        at = found[-1]
        for start, cut in pairwise(found):
            yield start
            if (mended := _mended(text, start, cut, start + max_chars)) != cut:
                at = mended
                break


def _mended(text: str, start: int, cut: int, farthest: int) -> int:
    """Where to end the chunk that begins at `start` instead of at `cut`, if that parts what belongs together.

    The splitter's Markdown parts line ends. Before them if anything is left then, else behind, else where it was: then
    what belongs together is longer than a chunk.
    """
    if not _parts(text, cut):
        return cut
    before = next((place for place in range(cut - 1, start, -1) if not _parts(text, place)), 0)
    return before or next((place for place in range(cut + 1, farthest + 1) if not _parts(text, place)), cut)


def _parts(text: str, place: int) -> bool:
    """Whether a cut there parts a line end, or a letter from its marks."""
    if not 0 < place < len(text):
        return False
    around = text[place - 1 : place + 1]
    return around == "\r\n" or _JOINER in around or category(around[1]).startswith("M")

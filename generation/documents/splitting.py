"""A text in chunks of at most so many characters, cut where it hurts least."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from semantic_text_splitter import MarkdownSplitter, TextSplitter

from jobs.handlers import Span

# The splitter measures what is left of its text again for every chunk, so that a text without a space would take
# time by its square: it is given so many chunks at a time, and so many characters at least.
_CHUNKS_AT_ONCE = 4
_LEAST_AT_ONCE = 1024


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
    splitter = (MarkdownSplitter if markdown else TextSplitter)(max_chars, trim=False)
    window, at = max(_LEAST_AT_ONCE, _CHUNKS_AT_ONCE * max_chars), 0
    while at < len(text):
        found = [at + offset for offset, _ in splitter.chunk_indices(text[at : at + window])]
        if at + window >= len(text):
            yield from found
            return
        yield from found[:-1]
        at = found[-1]

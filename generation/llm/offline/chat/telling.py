"""What a card and its lore have to say about a message: their own sentences, those about the same first."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from generation.language.sentences import sentences
from generation.language.words import topics_in
from generation.llm.offline.chat.heard import Heard
from generation.llm.offline.reading.cleaning import clean_line

_READ = 4_000  # characters of one text
_LONGEST = 240


def about(texts: Iterable[str], heard: Heard, rng: random.Random) -> str:
    """The sentence of `texts` that has most in common with what was heard; any of them where none has anything."""
    found = list(_told(texts))
    if not found:
        return ""
    shared = [len(heard.topics.intersection(topics_in(sentence))) for sentence in found]
    best = max(shared)
    return rng.choice([sentence for sentence, count in zip(found, shared, strict=True) if count == best])


def _told(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        piece = text[:_READ]
        for start, end in sentences(piece):
            sentence = clean_line(piece[start:end], _LONGEST)
            if len(sentence) > 1 and not sentence.endswith(":"):
                yield sentence if sentence.endswith((".", "!", "?", "…", '"')) else f"{sentence}."

"""A part of a document as the offline provider reads it: sentences, what each is about, and how rare that is."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cached_property

from generation.language.sentences import Span, one_line, sentences
from generation.language.words import language_of, topics_of, words_in
from generation.llm.cleaning import clean

_SMALL = re.compile(r"(?<!\w)(?=[^\W\d_])[^A-ZÀ-ÖØ-Þ\W]\w{0,39}(?!\w)")
HEAD = 5  # letters that two words must share to count as nearly the same
MOST_CHARACTERS = 100_000  # no part is longer; a request made by hand may be


class PartText:
    """What can be known of a text without a model. `text` is cleaned as answers are, so that quotes stay whole."""

    def __init__(self, text: str) -> None:
        self.text = clean(text[:MOST_CHARACTERS])

    @cached_property
    def spans(self) -> list[Span]:
        return sentences(self.text)

    @cached_property
    def words(self) -> list[list[str]]:
        """Each sentence's words in lower case."""
        return [words_in(self.text[start:end]) for start, end in self.spans]

    @cached_property
    def written_small(self) -> frozenset[str]:
        """Every word that begins with a small letter somewhere."""
        return frozenset(_SMALL.findall(self.text))

    @cached_property
    def language(self) -> str:
        return language_of(word for words in self.words for word in words)

    @cached_property
    def topics(self) -> list[list[str]]:
        """Each sentence's words by their stems, without those that say nothing."""
        return [topics_of(words, self.language) for words in self.words]

    @cached_property
    def topic_sets(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """For each sentence its stems, and how they begin."""
        return [(frozenset(topics), frozenset(topic[:HEAD] for topic in topics)) for topics in self.topics]

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much each stem tells sentences apart: less the more of them have it."""
        counted = Counter(topic for topics in self.topics for topic in set(topics))
        return {topic: math.log(1 + len(self.spans) / count) for topic, count in counted.items()}

    @property
    def rarest(self) -> float:
        """The weight of a stem that stands in no sentence here."""
        return math.log(2 + len(self.spans))

    def quote(self, index: int) -> str:
        """A sentence letter for letter."""
        start, end = self.spans[index]
        return self.text[start:end]

    def told(self, index: int) -> str:
        """A sentence on one line, without the marks of lists, headings and tables around it."""
        line = one_line(self.quote(index))
        return line.lstrip("#>*•‣▪–-| ").rstrip("| ") or line  # noqa: RUF001 - marks of lists

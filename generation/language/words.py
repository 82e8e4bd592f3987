"""The words of a text that it is about, in a form in which `companies` and `company` are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generation.language.stopwords import EVERY_STOP_WORD, STOP_WORDS

LONGEST = 40  # nobody writes longer words; what is longer is no word
_TOKEN = re.compile(r"[^\W_]{1,64}(?:['’][^\W_]{1,64}){0,3}")  # noqa: RUF001 - what texts are written with
# Scripts that put no spaces between words: runs of them are read two characters at a time.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
# Longest first; what is left has three letters or more.
_ENDINGS = (
    "ingly", "ungen", "ement", "ings", "edly", "ment", "ing", "ung", "ies", "ern", "ed", "es", "en", "er", "em",
    "s", "n",
)  # fmt: skip
_LAST_VOWELS = "yieao"
_LEAST_STEM = 3
# "l'entreprise", "n'est", "qu'il": two words written as one.
_ELIDED = re.compile(r"([ldnsjcmt]|qu)'(?=.)")


def words_in(text: str) -> list[str]:
    """Every word in lower case, in its order; stop words too."""
    return [word for token in _TOKEN.findall(text) for word in _parts(token)]


def topics_in(text: str, language: str = "") -> list[str]:
    """The stems of the words that are no stop words of `language`, or of any where it is not said."""
    return topics_of(words_in(text), language)


def topics_of(words: Iterable[str], language: str = "") -> list[str]:
    """The same of words taken apart before."""
    stops = STOP_WORDS.get(language, EVERY_STOP_WORD)
    return [stem(word) for word in words if word not in stops and len(word) > 1]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """`companies` -> `compan`: crude, the same for all languages, and only ever compared with another stem."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] in _LAST_VOWELS else word


def language_of(words: Iterable[str]) -> str:
    """Whose stop words are the most among `words`; `en` where none are."""
    counted = Counter(words)
    scores = {
        language: sum(count for word, count in counted.items() if word in stops)
        for language, stops in STOP_WORDS.items()
    }
    return max(scores, key=lambda language: scores[language])


def _parts(token: str) -> Iterator[str]:
    if len(token) > LONGEST and not _UNSPACED.search(token):
        return
    word = token.lower().replace("’", "'")  # noqa: RUF001 - as above
    if not _UNSPACED.search(word):
        while elided := _ELIDED.match(word):
            yield elided[1]
            word = word[elided.end() :]
        yield word.removesuffix("'s")
        return
    for run in _UNSPACED.findall(word):
        yield from (run[at : at + 2] for at in range(max(1, len(run) - 1)))

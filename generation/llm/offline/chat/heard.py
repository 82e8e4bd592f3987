"""A message as it is understood: its language, what it is about, and whether it greets, asks or says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from generation.language.stopwords import EVERY_STOP_WORD, STOP_WORDS
from generation.language.words import language_of, topics_in, words_in
from generation.llm.offline.reading.cleaning import clean_line, cut
from generation.llm.offline.reading.scripts import script_of
from generation.llm.offline.reading.sentences import is_tellable
from generation.llm.offline.wordlists import words

LONGEST = 2_000
_TOPIC = 40
_LEAST = 3
_RUN = 4  # words of a topic
_UNSPACED_TOPIC = 16
_SCRIPTS = {"Russian": "ru", "Japanese": "ja", "Chinese": "zh", "Korean": "ko"}
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# Words that make a short message a greeting, thanks or a farewell.
_KINDS = {
    "greet": frozenset(words("hello hi hey greetings hallo servus bonjour salut hola buenas ciao buongiorno olá oi")),
    "thanks": frozenset(words("thanks thank danke merci gracias grazie obrigado obrigada bedankt dank")),
    "bye": frozenset(words("bye goodbye farewell tschüss adieu adiós arrivederci adeus doei")),
}
_SHORT_MESSAGE = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """`topic` is a few words of it as they stand there, or nothing; `topics` are the stems of all that say something.

    `kind` is greet, thanks, bye, question, said or short.
    """

    text: str
    language: str
    kind: str
    topic: str
    topics: frozenset[str]


def tongue(text: str) -> str:
    """The language of a text, as far as there are lines in it; `en` for all others."""
    script = script_of(text)
    return _SCRIPTS.get(script.language, "en") if script else language_of(words_in(text))


def hear(message: str) -> Heard:
    """Never fails; text without words is `short`."""
    asks = message.rstrip(" \"'”*").endswith(("?", "？", "؟"))  # noqa: RUF001 - as above
    text = clean_line(message[:LONGEST], LONGEST)
    script = script_of(text)
    said = words_in(text)
    language = tongue(text)
    topic = _phrase(text) if script else _longest_run(text, language)
    kind = _kind(said, asks=asks, topic=topic)
    return Heard(
        text=text,
        language=language,
        kind=kind,
        topic=topic if kind in {"question", "said"} else "",
        topics=frozenset(topics_in(text, "" if script else language)),
    )


def _kind(said: list[str], *, asks: bool, topic: str) -> str:
    if len(said) <= _SHORT_MESSAGE:
        for kind, telling in _KINDS.items():
            if not telling.isdisjoint(said):
                return kind
    if not topic:
        return "short"
    return "question" if asks else "said"


def _longest_run(text: str, language: str) -> str:
    """The words that stand together and all say something, where they are the most; none that speak to a program."""
    stops = STOP_WORDS.get(language, EVERY_STOP_WORD)
    runs: list[str] = []
    for phrase in re.split(r"[,.;:!?()\"“”]+", text):
        if not is_tellable(phrase):
            continue
        told = groupby(_WORD.findall(phrase), key=lambda word: word.lower() not in stops and len(word) > 1)
        runs += [" ".join(list(run)[:_RUN]) for says, run in told if says]
    longest = max(runs, key=len, default="")
    return cut(longest, _TOPIC) if len(longest) >= _LEAST else ""


def _phrase(text: str) -> str:
    """The longest piece between signs, in scripts whose words are not told apart here."""
    pieces = [piece for piece in re.split(r"[,.;:!?()\"。、！？，]+", text) if piece.strip()]  # noqa: RUF001 - as above
    return cut(max(pieces, key=len, default="").strip(), _UNSPACED_TOPIC)

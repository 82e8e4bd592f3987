"""Names by how they are written: words with capital letters where a sentence asks for none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.language.stopwords import EVERY_STOP_WORD, STOP_WORDS
from generation.llm.offline.documents.entities import known
from generation.llm.offline.documents.entities.given import GIVEN
from generation.llm.offline.documents.entities.mention import Mention
from generation.llm.offline.documents.part_text import PartText

# No part of an identifier such as MAX_SIZE or A4.
_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40}(?:['’&-][^\W\d_]{1,40}){0,3}(?!\w)")  # noqa: RUF001 - what texts are written with
_GAPS = frozenset({" ", "\u00a0", "\n", "\r\n", ". ", " & "})
_MOST_WORDS = 7
# Scripts without capitals: what ends like a company, a school or a place.
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff]{2,8}?(株式会社|公司|大学|银行|銀行|研究所|省|市|県|区)")
_CJK_PLACES = frozenset("省市県区")


class Word(NamedTuple):
    start: int
    end: int
    text: str
    opens: bool  # its sentence


def named(part: PartText) -> Iterator[Mention]:
    """Mentions of people, organisations, places and other names, in the text's order."""
    for words in _sentences(part):
        at = 0
        while at < len(words):
            end = _end(part, words, at)
            run = _without_opening(words[at:end])
            if run and (mention := _mention(part, words, at, run)):
                yield mention
            at = max(at + 1, end)
    for match in _CJK.finditer(part.text):
        yield Mention(match.start(), match.end(), "place" if match[1] in _CJK_PLACES else "organisation")


def _sentences(part: PartText) -> Iterator[list[Word]]:
    """The words of each sentence that is not written in capitals throughout."""
    for start, end in part.spans:
        found = [
            Word(match.start(), match.end(), match[0], number == 0)
            for number, match in enumerate(_WORD.finditer(part.text, start, end))
        ]
        if len(found) < 3 or not all(word.text.isupper() for word in found):
            yield found


def _end(part: PartText, words: Sequence[Word], at: int) -> int:
    """Where the words with capitals end that begin at `at`; `at` itself where none begin."""
    if not _is_capital(words[at]):
        return at
    is_loose = part.language != "de" or words[at].text.lower() in known.ORGANISATIONS
    particles = known.PARTICLES if is_loose else known.GERMAN_PARTICLES
    end = at + 1
    while end < len(words) and end - at < _MOST_WORDS:
        step = _step(part.text, words, end, particles)
        if not step:
            break
        end += step
    return end


def _without_opening(run: Sequence[Word]) -> Sequence[Word]:
    """`The Bank` -> `Bank`, `Yesterday Ada` -> `Ada`: the first word is the sentence's."""
    while run and (run[0].text.lower() in EVERY_STOP_WORD or run[0].text.lower() in known.NO_NAMES):
        run = run[1:] if len(run[0].text) > 1 else ()
    return run


def _step(text: str, words: Sequence[Word], end: int, particles: frozenset[str]) -> int:
    """How many words from `end` on go on with the name before, up to two particles among them; 0 for none."""
    for place in range(end, min(end + 3, len(words))):
        if not _is_near(text, words[place - 1], words[place]):
            return 0
        if _is_capital(words[place]):
            return place - end + 1
        if words[place].text not in particles:
            return 0
    return 0


def _mention(part: PartText, words: Sequence[Word], at: int, run: Sequence[Word]) -> Mention | None:
    first = words.index(run[0], at)
    before = words[first - 1].text.lower() if first else ""
    after = words[first + len(run)].text.lower() if first + len(run) < len(words) else ""
    while len(run) > 1 and run[0].text.lower() in known.TITLES:
        before, run = run[0].text.lower(), run[1:]
    texts = [word.text.removesuffix("'s").removesuffix("’s") for word in run]  # noqa: RUF001 - as above
    kind = _kind(part, texts, before, after)
    if len(run) == 1 and not _stands_alone(part, run[0], kind, before):
        return None
    return Mention(run[0].start, run[-1].start + len(texts[-1]), kind)


def _kind(part: PartText, texts: Sequence[str], before: str, after: str) -> str:
    lower = {text.lower() for text in texts}
    whole = " ".join(texts)
    if before in known.TITLES:
        return "person"
    if lower & known.ORGANISATIONS:
        return "organisation"
    if lower & known.PLACES or _is_place(whole):
        return "place"
    if texts[0] in GIVEN or (after in known.SAYING and not lower & part.written_small):
        return "person"
    if len(texts) == 1:
        return _kind_of_one(texts[0], before)
    # Words that stand elsewhere without a capital are no names of people.
    is_thing = lower & known.THINGS or lower & part.written_small or any(len(t) > 1 and t.isupper() for t in texts)
    return "other" if len(texts) > 3 or is_thing or part.language == "de" else "person"


def _is_place(text: str) -> bool:
    return text.casefold() in known.GAZETTEER and not text.isupper()


def _kind_of_one(text: str, before: str) -> str:
    if text in known.ACRONYMS:
        return "organisation"
    return "place" if before in known.PLACE_PREPOSITIONS and not text.isupper() else "other"


def _stands_alone(part: PartText, word: Word, kind: str, before: str) -> bool:
    """Whether a single capital word is a name at all."""
    if word.text in known.CAPITALS_OF_NOTHING or len(word.text) < 2:
        return False
    if kind in {"person", "organisation"} or _is_place(word.text):
        return kind == "place" or before in known.TITLES or word.text in GIVEN or word.text in known.ACRONYMS
    # German writes every noun with a capital; a sentence begins with one anywhere.
    is_noun = part.language == "de" or word.opens or word.text.lower() in part.written_small
    return not is_noun and word.text.lower() not in _PLAIN_WORDS


_PLAIN_WORDS = STOP_WORDS["en"] | known.NO_NAMES | known.TITLES


def _is_capital(word: Word) -> bool:
    return word.text[0].isupper()


def _is_near(text: str, one: Word, other: Word) -> bool:
    gap = text[one.end : other.start]
    if gap == ". ":
        return len(one.text) == 1 or one.text.lower() in known.TITLES
    return gap in _GAPS

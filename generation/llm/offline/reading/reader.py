"""A concept taken apart by small heuristics; whatever it does not say stays empty."""

from __future__ import annotations

import re

from generation.llm.offline.nouns import singular
from generation.llm.offline.reading.clauses import apposition, clause_in, from_form
from generation.llm.offline.reading.cleaning import clean, cut
from generation.llm.offline.reading.keywords import keywords_in, traits_in
from generation.llm.offline.reading.model import Reading
from generation.llm.offline.reading.naming import IN_PERSON, take_name
from generation.llm.offline.reading.native import read_native
from generation.llm.offline.reading.pictures import pictured
from generation.llm.offline.reading.places import Place, find_place, place_in_list, place_of_name, place_of_role
from generation.llm.offline.reading.pronouns import pronoun_in
from generation.llm.offline.reading.roles import article_of, read_role, says_more, without_share
from generation.llm.offline.reading.scripts import script_of
from generation.llm.offline.reading.sentences import is_tellable, may_be_told, split_sentences, without_opening
from generation.llm.offline.reading.tongue import language_of

# What a program writes where a person wrote nothing.
_NOTHING = frozenset({"none", "null", "undefined", "nan", "nil", "n/a", "test", "string"})
# "Ilse and her twin, glassblowers".
_TOGETHER = re.compile(r"and [^,.]{2,40}, ")


def read_concept(concept: str) -> Reading:
    """Never fails: text without words gives an empty reading."""
    text = without_opening(_drop_nothing(clean(concept)) or pictured(concept))
    script = script_of(text)
    return read_native(text, script) if script else _read_latin(text)


def _drop_nothing(text: str) -> str:
    return "" if text.strip().lower() in _NOTHING else text


def _read_latin(text: str) -> Reading:
    text = text.lower() if text.isupper() and len(text) > 8 else text
    sentences = split_sentences(text) or [""]
    spoken = next((one for one in sentences if is_tellable(one)), "")
    first = from_form(text) or without_opening(spoken)
    name, rest = take_name(first)
    together = _TOGETHER.match(rest)
    rest = rest[together.end() :] if together else rest
    language = language_of(text)
    role = "" if name and _goes_on(first, name, rest) else read_role(rest, language)
    bare = without_share(role)
    at = rest.lower().find(bare.lower())
    after = rest[at + len(bare) :] if role and at >= 0 else rest
    role = singular(role.removeprefix("one of the ")) if together else role
    is_idea = IN_PERSON in rest
    later = sentences[sentences.index(spoken) + 1 :] if spoken else []
    told = tuple(sentence for sentence in later if may_be_told(sentence))
    place = _place(after, role, name, later, language)
    return Reading(
        text=text,
        name=cut(name, 80),
        role=role,
        article=article_of(rest),
        traits=traits_in(text),
        place=place,
        clause=clause_in(after.strip()) or apposition(after) or _deed(later),
        told=told[:6],
        keywords=keywords_in(" ".join([first, *told]), "" if is_idea else name, role, place) or ((name,) * is_idea),
        pronoun=pronoun_in(text, name, role),
        language=language,
    )


def _goes_on(sentence: str, name: str, rest: str) -> bool:
    """`Chef Antoine cooks for kings`: what follows the name without a comma is what he does."""
    tokens = rest.split()
    return f"{name} {rest}" in sentence and bool(tokens) and says_more(["", *tokens], 1, counted=True)


def _deed(sentences: list[str]) -> str:
    """`; discovered a talking whale` after a semicolon."""
    first = sentences[0] if sentences else ""
    word, _, rest = first.partition(" ")
    is_told = (
        word.islower() and word.endswith("ed") and rest.split()[:1] != [] and rest.split()[0] in {"a", "an", "the"}
    )
    return f"who {first.rstrip('.!? ')}" if is_told else ""


def _place(after: str, role: str, name: str, sentences: list[str], language: str) -> Place | None:
    return (
        find_place(after, language)
        or place_of_role(role)
        or place_of_role(apposition(after))
        or place_of_name(name)
        or next(filter(None, (find_place(one, language) for one in sentences if may_be_told(one))), None)
        or place_in_list(after)
    )

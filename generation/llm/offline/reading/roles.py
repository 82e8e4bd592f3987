"""Who or what somebody is: the noun phrase that begins a concept."""

from __future__ import annotations

import re
import unicodedata

from generation.llm.offline.nouns import is_plural, singular
from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.reading.cleaning import cut
from generation.llm.offline.reading.places import is_preposition
from generation.llm.offline.wordlists import words

STRIP = ".,;:!?\"'()-/&"
POSSESSIVES = frozenset(words("my our your his her their"))
_LONGEST = 9
_AFTER_VERBS = v.ARTICLES | POSSESSIVES
_AN = frozenset({"a", "an", "the"})
_NUMBERS = frozenset(words("two three four five six seven eight nine ten"))
# "afraid of water", "stuck in a lift": what says how somebody is, before one of these.
_AFTER_STATES = frozenset(words("of about by with to from for in on at under into as between"))
# Three letters, among them a vowel, are a word.
_WORD = re.compile(r"(?=[^\W\d_]{3}|AI)[^\W\d_]*?[aeiouyøæœ]", re.IGNORECASE)
_SHARE = re.compile(rf"^(?:one|half) of (?:the|an?|{'|'.join(_NUMBERS)}) ")
_SOMEBODY = frozenset(words("someone somebody person one"))
# Of many people one can be told: "one of a family of refugees".
_GROUPS = frozenset(
    words("family crew band team gang group choir council troupe orchestra squad clan duo trio quartet pack")
)


def read_role(phrase: str, language: str = "en") -> str:
    """`a burned-out nurse in a Tokyo hospital` -> `burned-out nurse`; `` where no noun phrase begins it."""
    tokens = phrase.split()
    first = tokens[0].lower().strip(STRIP) if tokens else ""
    if first in v.ARTICLES | POSSESSIVES:
        tokens = tokens[1:]
    elif is_predicate(tokens):
        return ""
    count = first if first in _NUMBERS and len(tokens) > 1 else ""
    taken = _role_tokens(tokens[bool(count) :], language, counted=first in v.INDEFINITE)
    role = _tidied(taken)
    return _one(role, count) if language == "en" and role else role


def article_of(phrase: str) -> str:
    """How the concept itself introduces the role: `a`, `the` or ``."""
    first = phrase.split(maxsplit=1)[0].lower() if phrase else ""
    return "a" if first in {"a", "an"} else "the" if first == "the" else ""


def is_predicate(tokens: list[str]) -> bool:
    """`runs a bakery` says what somebody does, not what they are."""
    return len(tokens) > 1 and tokens[0].islower() and is_plural(tokens[0]) and tokens[1] in _AFTER_VERBS


def says_more(tokens: list[str], index: int, *, counted: bool = False) -> bool:
    """True where `tokens[index]` ends a role and begins what is told of it.

    `runs a bakery`, `haunting a theatre`, `hiding in a mall`, `stuck in a lift`; where the role is one
    (`counted`), `howls at the moon` too.
    """
    word, following = tokens[index].strip(STRIP), tokens[index + 1 : index + 2]
    if not following or tokens[index][-1] in ",;:":
        return is_participle(word) and index > 0 and not following
    after = following[0].lower()
    if word.endswith("ing"):
        many = is_plural(after.strip(STRIP)) and (index > 1 or (index == 1 and _is_doer(tokens[0])))
        return after in _AFTER_VERBS | _AFTER_STATES or many
    if word in v.STATES or is_participle(word):
        return after in _AFTER_STATES
    verbal = is_predicate(tokens[index:]) or (counted and word.islower() and is_plural(word) and after in _AFTER_STATES)
    return verbal and index > 0 and after != "of"


def is_participle(word: str) -> bool:
    """`abandoned`, `personified`; not `wicked`, which says how somebody is."""
    return len(word) > 4 and word.endswith("ed") and word.islower() and word not in v.TRAIT_WORDS


def _is_doer(word: str) -> bool:
    """`scientist`, `general`: what follows them in -ing is what they do."""
    return word.lower() in v.ROLE_NOUNS or word.lower().endswith(v.ROLE_ENDINGS)


def _role_tokens(tokens: list[str], language: str, *, counted: bool) -> list[str]:
    taken: list[str] = []
    for index, token in enumerate(tokens[: _LONGEST + 1]):
        word = token.lower().strip(STRIP)
        ends = word in v.CLAUSE_WORDS - {"and"} or is_preposition(word, language)
        one = counted and "of" not in taken
        ends = ends or says_more(tokens, index, counted=one) or (word == "and" and _is_clause(tokens[index + 1 :]))
        if index and ends:
            break
        if token in {"-", "/"}:
            break
        taken.append(token)
        if token[-1] in ",;:.!?)" and not _is_listed_adjective(token, tokens[index + 1 :]):
            break
    return taken


def _is_clause(tokens: list[str]) -> bool:
    """What follows `and` says something more: `and sells bread`, `and she knows`."""
    if not tokens:
        return True
    first = tokens[0].lower()
    return first in POSSESSIVES | v.CLAUSE_WORDS | _AN or says_more(["", *tokens], 1) or is_predicate(tokens)


def _is_listed_adjective(token: str, following: list[str]) -> bool:
    """`a tired, sarcastic nurse`: the comma parts adjectives, not clauses."""
    return token.endswith(",") and token[:-1].lower() in v.TRAIT_WORDS and bool(following)


def _one(role: str, count: str) -> str:
    """Of several, one: `two brothers` -> `one of two brothers`, `farmers` -> `one of the farmers`."""
    if role.lower().split()[0] in _SOMEBODY:
        return "soul"
    if count:
        return f"one of {count} {role}"
    noun = role.partition(" of ")[0].split()[-1].lower()
    if noun == "couple":
        return f"half of {'an' if role[0] in 'aeiou' else 'a'} {role}"
    if noun in _GROUPS and " of " in role:
        if not is_plural(role.rsplit(maxsplit=1)[-1]):
            return f"one of the {role}"
        return f"one of {'an' if role[0] in 'aeiou' else 'a'} {role}"
    return f"one of the {role}" if is_plural(noun) else role


def _tidied(tokens: list[str]) -> str:
    while tokens and (tokens[-1].lower().strip(STRIP) in v.STOP_WORDS - v.TRAIT_WORDS):
        if tokens[-1].lower() in _SOMEBODY:
            break
        tokens = tokens[:-1]
    role = " ".join(tokens).strip(" " + STRIP)
    if not _WORD.search(unicodedata.normalize("NFD", role)) or is_participle(role):
        return ""
    role = role if set(role.lower().split()) - v.TRAIT_WORDS else f"{role} soul"
    if _reads_as_sentence(tokens):
        return ""
    return cut(role if role.isupper() and len(role) <= 4 else _lower_first(role), 80)


def _reads_as_sentence(tokens: list[str]) -> bool:
    first = tokens[0].lower().strip(STRIP)
    return first in v.NOT_STORY or (first in v.STOP_WORDS - _SOMEBODY and first not in v.TRAIT_WORDS)


def _lower_first(role: str) -> str:
    first, _, rest = role.partition(" ")
    if rest and all(word[0].isupper() for word in role.split()):
        return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in role.split())
    if first.lower() in v.TRAIT_WORDS or first.lower() in v.ROLE_NOUNS or not rest or rest[0].islower():
        if first.endswith("'s") and rest and first[0].isupper():
            return role
        return f"{first if first.isupper() and len(first) > 1 else first[0].lower() + first[1:]} {rest}".strip()
    return role


def head_of(role: str) -> str:
    """The noun of a role, singular: `keeper of bees` -> `keeper`, `one of the twin foxes` -> `fox`."""
    noun, _, members = without_share(role).partition(" of ")
    if members and noun.split()[-1] in _GROUPS and is_plural(members.split()[-1]):
        noun = members
    return singular(noun.partition(" next ")[0].split()[-1])


def without_share(role: str) -> str:
    """`one of the twin foxes` -> `twin foxes`."""
    return _SHARE.sub("", role)

"""A concept taken apart by small heuristics; whatever it does not say stays empty."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.llm.offline.lexicon import names
from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.reading.cleaning import clean, cut
from generation.llm.offline.reading.naming import take_name, title_pronoun
from generation.llm.offline.reading.places import Place, find_place, is_preposition, place_of_name, place_of_role
from generation.llm.offline.reading.sentences import may_be_told, split_sentences, without_opening
from generation.llm.offline.reading.tongue import language_of
from generation.llm.offline.wordlists import words

_STRIP = ".,;:!?\"'()-/&"
_LONGEST_ROLE = 9
_TELLING_CLAUSE = re.compile(
    r"\b(?:who|whose|that|with|trying|searching|looking|hiding|running|haunted|cursed|forced|seeking|guarding|waiting"
    r"|learning|working as|living as|posing as|employed|hired|raised|trained|pretending|dreaming|obsessed|on the run"
    r"|in love|[a-z]{3,}ing (?:a|an|the|his|her|their))\b .+"
)
_FORM = re.compile(
    r"\b(name|occupation|role|job|profession|species|setting|location|place|home)\s*[:=]\s*([^.\n;,:=]{2,80})",
    re.IGNORECASE,
)
# "Ilse and her twin, glassblowers".
_TOGETHER = re.compile(r"and [^,.]{2,40}, ")
_POSSESSIVES = frozenset(words("my our your his her their"))
_AFTER_VERBS = v.ARTICLES | _POSSESSIVES
_PRONOUNS = frozenset(words("he him his she her hers"))
_NUMBERS = frozenset(words("two three four five six seven twin"))
_BEFORE_VERBS = frozenset(words("who that she he it they and secretly always never cannot can to"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a concept says. `role` has no article; `clause` follows it ("who cannot forget a face");
    `told` are further sentences fit to be repeated; `keywords` its nouns, telling ones first.
    """

    text: str
    name: str
    role: str
    traits: tuple[str, ...]
    place: Place | None
    clause: str
    definite: bool
    told: tuple[str, ...]
    keywords: tuple[str, ...]
    pronoun: str | None
    language: str

    @property
    def tellable(self) -> bool:
        """False where the text speaks to a program rather than of a story."""
        return not any(word.strip(_STRIP) in v.NOT_STORY for word in self.text.lower().split())


def read_concept(concept: str) -> Reading:
    """Never fails: text without words gives an empty reading."""
    text = without_opening(clean(concept))
    text = text.lower() if text.isupper() and len(text) > 8 else text
    sentences = split_sentences(text) or [""]
    first = _from_form(text) or without_opening(sentences[0])
    name, rest = take_name(first)
    together = _TOGETHER.match(rest)
    rest = rest[together.end() :] if together else rest
    language = language_of(text)
    role = read_role(rest, language)
    role = role[:-1] if together and role.endswith("s") else role
    at = rest.lower().find(role.lower())
    after = rest[at + len(role) :] if role and at >= 0 else rest
    place = (
        find_place(after, language)
        or place_of_role(role)
        or place_of_role(_apposition(after))
        or place_of_name(name)
        or _place_in(sentences[1:], language)
    )
    told = tuple(sentence for sentence in sentences[1:] if may_be_told(sentence))
    return Reading(
        text=text,
        name=cut(name, 80),
        role=role,
        traits=traits_in(text),
        place=place,
        clause=_clause(after, predicate=bool(name) and not role) or _apposition(after),
        definite=rest.lower().startswith("the ") and not name,
        told=told[:6],
        keywords=keywords_in(" ".join([first, *told]), name, role, place),
        pronoun=pronoun_in(text, name, role),
        language=language,
    )


def _from_form(text: str) -> str:
    """`Name: Lyra. Occupation: barista.` as `Lyra, barista`; `` where the text is no such list."""
    found = {match[1].lower(): match[2].strip() for match in _FORM.finditer(text)}
    if "name" not in found:
        return ""
    roles = [found[field] for field in ("occupation", "role", "job", "profession", "species") if field in found]
    places = [found[field] for field in ("setting", "location", "place", "home") if field in found]
    return f"{found['name']}, {roles[0] if roles else ''}{f' in {places[0]}' if places else ''}".strip(" ,")


def read_role(phrase: str, language: str = "en") -> str:
    """`a burned-out nurse in a Tokyo hospital` -> `burned-out nurse`; `` where no noun phrase begins it."""
    tokens = phrase.split()
    first = tokens[0].lower().strip(_STRIP) if tokens else ""
    if first in v.ARTICLES | _POSSESSIVES:
        tokens = tokens[1:]
    elif first in _NUMBERS and len(tokens) > 1:
        return f"one of {' '.join(_role_tokens(tokens, language)).lower()}".strip(" " + _STRIP)
    elif _is_predicate(tokens):
        return ""
    return _tidy_role(_role_tokens(tokens, language))


def _role_tokens(tokens: list[str], language: str) -> list[str]:
    taken: list[str] = []
    for index, token in enumerate(tokens[: _LONGEST_ROLE + 1]):
        word = token.lower().strip(_STRIP)
        ends = word in v.CLAUSE_WORDS - {"and"} or is_preposition(word, language) or _is_doing(tokens[index:])
        if index and (ends or (word == "and" and _is_clause(tokens[index + 1 :]))):
            break
        if token in {"-", "/"}:
            break
        taken.append(token)
        if token[-1] in ",;:.!?)" and not _is_listed_adjective(token, tokens[index + 1 :]):
            break
    return taken


def _is_predicate(tokens: list[str]) -> bool:
    """`runs a bakery` says what somebody does, not what they are."""
    return len(tokens) > 1 and tokens[0].islower() and tokens[0].endswith("s") and tokens[1] in _AFTER_VERBS


def _is_clause(tokens: list[str]) -> bool:
    """What follows `and` says something more: `and sells bread`, `and she knows`."""
    if not tokens:
        return True
    first = tokens[0].lower()
    return first in _POSSESSIVES | v.CLAUSE_WORDS or first.endswith(("ed", "ing")) or _is_predicate(tokens)


def _apposition(after: str) -> str:
    """`, mayor of a small village` after a role."""
    match = re.match(r",\s*((?!(?:and|but|who|which|with)\b)[^,;:.!?]{4,80})", after)
    if not match or match[1].split()[0].lower() in v.CLAUSE_WORDS | v.NOT_STORY | set(v.PLACE_PREPOSITIONS):
        return ""
    return f", {match[1].strip()}"


def _is_doing(tokens: list[str]) -> bool:
    """`haunting a theatre`."""
    return len(tokens) > 1 and tokens[0].endswith("ing") and tokens[1] in _AFTER_VERBS


def traits_in(text: str) -> tuple[str, ...]:
    """Adjectives of character, in the order of the text."""
    found = (word.strip(_STRIP) for word in text.lower().split())
    return tuple(dict.fromkeys(word for word in found if word in v.TRAIT_WORDS))[:6]


def keywords_in(text: str, name: str, role: str, place: Place | None) -> tuple[str, ...]:
    """Up to 14 words a story can be made of; those of role and place come first."""
    own = {token.strip(_STRIP).lower() for token in name.split()}
    weighted = f"{place.phrase if place else ''} {role} {text}"
    found: dict[str, str] = {}
    tokens = weighted.split()
    for index, token in enumerate(tokens):
        follows = index > 0 and tokens[index - 1].lower() in _BEFORE_VERBS
        if (follows and token.endswith("s")) or _is_predicate(tokens[index : index + 2]):
            continue
        word = re.sub(r"'s?$", "", token.strip(_STRIP))
        lowered = word.lower()
        if lowered not in own and _is_keyword(word, lowered):
            found.setdefault(lowered, word)
    return tuple(found.values())[:14]


def pronoun_in(text: str, name: str, role: str) -> str | None:
    """he, she or it, where title, role, pronouns in the text or the name tell."""
    by_title = title_pronoun(name) if name and _has_title(name) else None
    if by_title:
        return by_title
    found = [word.strip(_STRIP) for word in text.lower().split()]
    head = role.partition(" of ")[0].split()
    is_thing = bool(head) and head[-1].lower() in names.THING_WORDS and not (name and title_pronoun(name))
    if is_thing and not _PRONOUNS & set(found):
        return "it"
    he = sum(word in names.HE_WORDS or word[:-1] in names.HE_WORDS for word in found)
    she = sum(word in names.SHE_WORDS or word[:-1] in names.SHE_WORDS for word in found)
    if he != she:
        return "he" if he > she else "she"
    return title_pronoun(name) if name else None


def _has_title(name: str) -> bool:
    return name.split(maxsplit=1)[0].lower().rstrip(".") in (*names.TITLES_HE, *names.TITLES_SHE)


def _is_listed_adjective(token: str, following: list[str]) -> bool:
    """`a tired, sarcastic nurse`: the comma parts adjectives, not clauses."""
    return token.endswith(",") and token[:-1].lower() in v.TRAIT_WORDS and bool(following)


def _tidy_role(tokens: list[str]) -> str:
    while tokens and tokens[-1].lower().strip(_STRIP) in v.STOP_WORDS - v.TRAIT_WORDS:
        tokens = tokens[:-1]
    role = " ".join(tokens).strip(" " + _STRIP)
    if not any(character.isalpha() and (character.islower() or character.isupper()) for character in role):
        return ""
    if tokens and _reads_as_sentence(tokens):
        return ""
    lowered = role if role.isupper() and len(role) <= 4 else _lower_first(role)
    return cut(lowered, 80)


def _reads_as_sentence(tokens: list[str]) -> bool:
    first = tokens[0].lower().strip(_STRIP)
    return first in v.NOT_STORY or (first in v.STOP_WORDS and first not in v.TRAIT_WORDS)


def _lower_first(role: str) -> str:
    first, _, rest = role.partition(" ")
    if role.istitle() and rest:
        return role.lower()
    if first.lower() in v.TRAIT_WORDS or first.lower() in v.ROLE_NOUNS or not rest or rest[0].islower():
        return f"{first if first.isupper() and len(first) > 1 else first[0].lower() + first[1:]} {rest}".strip()
    return role


def _clause(after: str, *, predicate: bool) -> str:
    match = _TELLING_CLAUSE.search(after)
    if predicate and _is_predicate(after.split()):
        clause = f"who {after}".strip(" " + _STRIP)
    elif match:
        clause = match[0].strip(" " + _STRIP)
    else:
        return ""
    if set(clause.lower().split()) & (v.NOT_STORY | {"i", "you", "your", "my"}):
        return ""
    return clause if len(clause) <= 220 else cut(clause, 220)


def _place_in(sentences: list[str], language: str) -> Place | None:
    return next(filter(None, (find_place(sentence, language) for sentence in sentences if may_be_told(sentence))), None)


def _is_keyword(word: str, lowered: str) -> bool:
    if len(word) < 3 or len(word) > 18 or any(character.isdigit() for character in word):
        return False
    if (
        lowered
        in v.STOP_WORDS | v.NOT_STORY | v.NOT_KEYWORDS | v.TRAIT_WORDS | set(v.PLACE_PREPOSITIONS) | v.CLAUSE_WORDS
    ):
        return False
    return not (lowered.endswith(("ly", "ing", "ed", "'t")) and not word[0].isupper())

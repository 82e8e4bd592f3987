"""The place in a phrase: `in a Tokyo hospital`."""

from __future__ import annotations

from dataclasses import dataclass

from generation.llm.offline.nouns import singular
from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.reading.tongue import CONTRACTED, PREPOSITIONS
from generation.llm.offline.wordlists import words

_STRIP = ".,;:!?\"'()"
_LONGEST = 9
_JOINING = frozenset(words("of in on de du van von"))
_HEAD_ENDS = (
    _JOINING
    | set(v.PLACE_PREPOSITIONS)
    | v.CLAUSE_WORDS
    | set(words("past older two turned built out that by left since with where when"))
)
_AFTER_STATES = frozenset(words("by with in of from to for on at into off since"))
# They say nothing without what they are parts of: "the end of the universe".
_PARTS = frozenset(words("end edge heart middle bottom top centre center back side foot corner"))
_SHORT = 5
_DETERMINERS = frozenset(words("a an the this that his her their its my our your"))
# Places that need no article.
_EVERYWHERE = frozenset(
    words(
        """
        space heaven hell orbit town paradise limbo purgatory cyberspace hyperspace prison jail court
        exile-camp downtown uptown upstairs downstairs underwater underground suburbia fairyland
        """
    )
)
KNOWN_PLACES = frozenset(
    words(
        """
        forest hospital moon city town village market castle kingdom school academy island desert
        station ship harbour harbor bar inn tavern library theatre theater shop bakery cafe
        restaurant hotel street district quarter monastery abbey temple shrine planet colony bunker
        wasteland mountain valley river lake coast swamp farm garden cemetery graveyard asylum
        prison museum lighthouse bookshop pharmacy clinic factory mine ranch saloon circus gallery
        university college bridge tower palace orchard vineyard mill port bazaar cinema club arcade
        observatory greenhouse cathedral church archive pass ferry ward canal reef wood hill kitchen cellar attic tunnel
        treehouse aquarium zoo
        """
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the story happens: `preposition` and `phrase` (`in`, `an enchanted forest`)."""

    preposition: str
    phrase: str

    @property
    def where(self) -> str:
        return f"{self.preposition} {self.phrase}"

    @property
    def definite(self) -> str:
        """`the enchanted forest`; proper names stay as they are."""
        first, _, rest = self.phrase.partition(" ")
        return f"the {rest}" if first.lower() in {"a", "an"} and rest else self.phrase

    @property
    def short(self) -> str:
        """`the forest`; `Marseille`; at most a few words, for the middle of a sentence."""
        tokens = self.phrase.split()
        if tokens[0] == "the" and len(tokens) <= 3 and self.phrase.islower():
            return self.phrase
        head = _head(tokens)
        if head in _PARTS and f"{head} of " in self.phrase:
            return " ".join(tokens[:_SHORT])
        if tokens[0].lower() in _DETERMINERS or "'s" in self.phrase:
            return f"the {head}"
        capitalised = [token for token in tokens if token[0].isupper()]
        if capitalised and not tokens[0][0].isupper():
            return capitalised[-1] if tokens[-1][0].isupper() else f"the {head}"
        return self.phrase if len(tokens) <= 3 else " ".join(tokens[:3])


def find_place(text: str, language: str = "en") -> Place | None:
    """The first place named by a preposition."""
    tokens = text.split()
    for index, token in enumerate(tokens[:-1]):
        word = token.lower().strip("(\"'")
        if token[-1] not in ",.;:" and starts_place(tokens, index, language):
            phrase = _phrase(tokens[index + 1 :])
            return Place("in" if word == "from" else word, f"the {phrase}" if word in CONTRACTED else phrase)
    return None


def place_of_role(role: str) -> Place | None:
    """`keeper of a Lagos spice market` happens in that market."""
    _, found, rest = role.partition(" of ")
    if not found or not rest.split() or rest.split()[-1].lower().rstrip("s") not in KNOWN_PLACES:
        return None
    return Place("in", rest)


def place_of_name(name: str) -> Place | None:
    """`Queen Maren of the Drowned Isles` lives there."""
    _, found, rest = name.partition(" of ")
    return Place("in", rest) if found and not rest.islower() else None


def place_in_list(after: str) -> Place | None:
    """`, 22, Neo-Tokyo, sarcastic`: a capitalised part of a list."""
    parts = (part.strip(" " + _STRIP) for part in after.split(",")[1:])
    named = (part for part in parts if 0 < len(part.split()) <= 3 and all(word[0].isupper() for word in part.split()))
    return next((Place("in", part) for part in named), None)


def is_preposition(word: str, language: str) -> bool:
    """True where `word` may begin a place in that language."""
    return word in (v.PLACE_PREPOSITIONS if language == "en" else (*v.PLACE_PREPOSITIONS, *PREPOSITIONS))


def starts_place(tokens: list[str], index: int, language: str = "en") -> bool:
    """True where `tokens[index]` is a preposition that begins a place."""
    word = tokens[index].lower().strip("(\"'")
    if not is_preposition(word, language) or index + 1 >= len(tokens):
        return False
    phrase = _phrase(tokens[index + 1 :])
    return bool(phrase) and _is_place(phrase, language)


def _phrase(tokens: list[str]) -> str:
    taken: list[str] = []
    for token in tokens[:_LONGEST]:
        word = token.lower().strip(_STRIP)
        stops = word in v.CLAUSE_WORDS or word == "-" or (word in v.PLACE_PREPOSITIONS and word not in _JOINING)
        if stops and not (token.isalpha() and word in v.ARTICLES and not taken):
            break
        taken.append(token)
        if token[-1] in ",.;:!?)":
            break
    phrase = " ".join(taken).strip(" " + _STRIP)
    while phrase.split() and phrase.split()[-1].lower() in _JOINING | _DETERMINERS:
        phrase = phrase.rsplit(" ", 1)[0] if " " in phrase else ""
    return phrase


def _is_known(phrase: str) -> bool:
    """`in space` and `in enchanted forests` are somewhere; `in jars` is not."""
    head = _head(phrase.split())
    return head in _EVERYWHERE or singular(head) in KNOWN_PLACES


def _is_place(phrase: str, language: str) -> bool:
    first = phrase.split(maxsplit=1)[0].lower()
    if first in v.NOT_PLACES or phrase.lower().startswith(v.NOT_PLACE_PHRASES):
        return False
    if phrase.islower() and first not in _DETERMINERS and language == "en" and not _is_known(phrase):
        return False
    return any(character.isalpha() for character in phrase) and len(phrase) > 2


def _head(tokens: list[str]) -> str:
    """The noun that carries the phrase: the last word before `of`, `in`."""
    for index, token in enumerate(tokens):
        if index and (token.lower() in _HEAD_ENDS | _DETERMINERS or token.endswith(",")):
            return tokens[index if token.endswith(",") else index - 1].strip(",")
        if index and token.endswith("ed") and tokens[index + 1 : index + 2] and tokens[index + 1] in _AFTER_STATES:
            return tokens[index - 1]
    return tokens[-1]

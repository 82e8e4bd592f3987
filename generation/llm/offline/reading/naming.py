"""The name in a sentence, if there is one, and what is said of it."""

from __future__ import annotations

import re
import unicodedata

from generation.llm.offline.grammar import upper_first
from generation.llm.offline.lexicon import names
from generation.llm.offline.lexicon.beings import IDEAS, THING_WORDS
from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.wordlists import words

_CALLED = re.compile(
    r"[,(]?\s*\b(?:named|called|known as|whose name is|by the name of|nommée?|appelée?|namens|llamad[oa]|chiamat[oa]"
    r"|chamad[oa]|genaamd|genannt)\s+"
)
IN_PERSON = "an idea made flesh"
_PERSONIFIED = re.compile(
    r"(?:the )?(?:concept|idea|notion|personification|embodiment|incarnation) of "
    r"([^,.]{2,40}?)(?=$|[,.]| in | who | that )"
    r"|(?:the )?colou?r (\w+)$"
    r"|([^,.]{2,40}?),? (?:personified|incarnate)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(words("of the de los las du van von der den la le al bin ibn da di del dos y"))
_AFTER_PREDICATES = frozenset(words("her his their in as for with to on at from about"))
_TITLES = frozenset((*names.TITLES_HE, *names.TITLES_SHE, *names.TITLES_ANY))
_LONGEST = 6
_STRIP = ".,;:!?\"'()"


def take_name(sentence: str) -> tuple[str, str]:
    """(name, what is left): `Mira, a baker` -> (`Mira`, `a baker`); no name is ``.

    An idea is called by itself: `the concept of Tuesday` -> (`Tuesday`, `an idea made flesh`).
    """
    idea = _idea(sentence)
    if idea:
        called, rest = idea
        return upper_first(called), f"{IN_PERSON}{rest}"
    match = _CALLED.search(sentence)
    if match:
        name = _leading_name(sentence[match.end() :].split())
        if name:
            rest = sentence[match.end() :][len(" ".join(name)) :]
            return _tidy(name), f"{sentence[: match.start()]}{rest}".strip()
    tokens = sentence.split()
    leading = _leading_name(tokens)
    if not leading or not _is_name(leading, tokens[len(leading) :]):
        return "", sentence
    rest = " ".join(tokens[len(leading) :])
    return _tidy(leading), re.sub(r"^(?:-|\(|:|,|is|was|are|were|est|ist|es|è|é)\s+|^\(", "", rest).strip()


def _idea(sentence: str) -> tuple[str, str] | None:
    told = _PERSONIFIED.match(sentence)
    if told:
        return told[1] or told[2] or told[3], sentence[told.end() :]
    first, _, rest = sentence.partition(" ")
    if first.lower().strip(_STRIP) not in IDEAS or (
        rest and rest.split()[0] not in {"of", "in", "on", "at", "who", "that"}
    ):
        return None
    return (sentence.strip(_STRIP), "") if rest.startswith("of ") else (first.strip(_STRIP), f" {rest}".rstrip())


def short_name(name: str) -> str:
    """What friends would say: `Sir Galahad` -> `Galahad`, `Dr. Amara Okafor` -> `Amara`, `The Widow` -> `the Widow`."""
    tokens = name.split()
    if tokens[0].lower() == "the" and len(tokens) > 1:
        return " ".join(["the", *tokens[1:]])
    while len(tokens) > 1 and tokens[0].lower().rstrip(".") in _TITLES:
        if tokens[1] in _PARTICLES:
            return f"the {tokens[0]}"
        tokens = tokens[1:]
    return tokens[0].rstrip(",.")


def title_pronoun(name: str) -> str | None:
    """`he` or `she` by a title or a known given name or its ending; None when nothing tells."""
    lowered = [token.lower().rstrip(".") for token in name.split()]
    if any(token in names.TITLES_HE for token in lowered[:2]):
        return "he"
    if any(token in names.TITLES_SHE for token in lowered[:2]):
        return "she"
    return _given_pronoun(short_name(name)) if name else None


def _given_pronoun(given: str) -> str | None:
    regions = (*names.REGIONS, names.COUNTRYSIDE)
    if any(given in region.women for region in regions):
        return "she"
    if any(given in region.men for region in regions):
        return "he"
    plain = re.sub(r"[-\d]+$", "", given.lower())
    if re.search(r"(?<!shu|ezr|luc|kit)a$|ette$|elle$|ine$|lyn$", plain):
        return "she"
    return "he" if re.search(r"(?:o|us|rick|ard|bert|wen|ahad|elot|ric)$", plain) else None


def _leading_name(tokens: list[str]) -> list[str]:
    taken: list[str] = []
    for index, token in enumerate(tokens[: _LONGEST + 1]):
        following = [later for later in tokens[index + 1 : index + 3] if later not in _PARTICLES]
        joins = bool(taken) and token in _PARTICLES and bool(following) and _is_capitalised(following[0])
        if not _is_capitalised(token) and not joins and not (taken and token[0].isdigit()):
            break
        taken.append(token)
        if token[-1] in ",:;)!?" or (token.endswith(".") and token.lower().rstrip(".") not in v.ABBREVIATIONS):
            break
    return taken if len(taken) <= _LONGEST else []


def _is_capitalised(token: str) -> bool:
    bare = token.lstrip("\"'(")
    return bool(bare) and (bare[0].isupper() or unicodedata.category(bare[0]) == "Lo")


def _is_name(leading: list[str], rest: list[str]) -> bool:
    plain = [token.strip(_STRIP).lower() for token in leading]
    if plain[0] in v.ARTICLES:
        return len(plain) > 1 and _is_marked(leading, rest)
    if plain[0] in v.STOP_WORDS and plain[0] not in _TITLES:
        return False
    if len(leading) == 1 and not rest and plain[0] in THING_WORDS:
        return False
    if plain[0] in _TITLES and len(plain) > 1 and not _is_role(plain[-1]):
        return True
    if leading[-1][-1] in ",:" or (rest and rest[0] in {"-", "is", "was", "("}):
        return not (len(plain) == 1 and _is_role(plain[0]))
    if _is_role(plain[-1]) and plain[0] not in _TITLES:
        return False
    return not rest or _may_follow(rest)


def _is_marked(leading: list[str], rest: list[str]) -> bool:
    return leading[-1][-1] in ",:" or bool(rest and rest[0] in {"-", "is", "was"})


def _may_follow(rest: list[str]) -> bool:
    """What follows a name rather than the first word of a phrase: `in`, `the baker`, `runs a shop`."""
    first = rest[0].lower()
    if first in v.PLACE_PREPOSITIONS or first in v.ARTICLES or first in {"who", "of", "with", "whose", "and"}:
        return True
    return first.endswith("s") and len(rest) > 1 and (rest[1] in v.ARTICLES or rest[1] in _AFTER_PREDICATES)


def _is_role(word: str) -> bool:
    return word in v.ROLE_NOUNS or (len(word) > 5 and word.endswith(v.ROLE_ENDINGS)) or word.endswith(v.PLACE_ENDINGS)


def _tidy(tokens: list[str]) -> str:
    name = " ".join(tokens).strip(" ,;:!?\"'()-")
    return name if name.endswith(("Jr.", "Sr.")) else name.rstrip(".")

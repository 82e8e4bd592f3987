"""Which domain a concept belongs to, and the vocabulary that follows from it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from generation.llm.offline.lexicon.city import CITY
from generation.llm.offline.lexicon.fantasy import FANTASY
from generation.llm.offline.lexicon.historical import HISTORICAL
from generation.llm.offline.lexicon.horror import HORROR
from generation.llm.offline.lexicon.market import MARKET
from generation.llm.offline.lexicon.medical import MEDICAL
from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.lexicon.mystery import MYSTERY
from generation.llm.offline.lexicon.mythology import MYTHOLOGY
from generation.llm.offline.lexicon.names import COUNTRYSIDE, REGIONS, Region
from generation.llm.offline.lexicon.school import SCHOOL
from generation.llm.offline.lexicon.scifi import SCIFI
from generation.llm.offline.lexicon.sea import SEA
from generation.llm.offline.lexicon.stage import STAGE
from generation.llm.offline.lexicon.village import VILLAGE
from generation.llm.offline.lexicon.wasteland import WASTELAND
from generation.llm.offline.lexicon.western import WESTERN

DOMAINS: tuple[Lexicon, ...] = (
    FANTASY, SCIFI, MEDICAL, MYSTERY, HORROR, MYTHOLOGY, WASTELAND, WESTERN, SEA, SCHOOL, STAGE, MARKET,
    HISTORICAL, VILLAGE, CITY,
)  # fmt: skip
_FALLBACK = (CITY, VILLAGE, MARKET)
_HOME = {"scifi": "starways", "western": "america", "mythology": "antiquity"}
# A helipad has no place in the Venice of the 1600s.
_LONG_AGO = re.compile(r"\b1[0-8]\d\ds?\b|\b\d{1,2}(?:st|nd|rd|th)[- ]century\b", re.IGNORECASE)
_YEARS_WEIGH = 6
_OLD = frozenset({"historical", "mythology"})
_NEW = frozenset({"scifi", "medical", "city", "school", "mystery", "wasteland"})
# Lists of which a world takes its second domain's words too.
_BLENDED = ("mods", "trades", "objects", "goods", "smells", "sights", "foods", "spots")


def rank_domains(weighted: Sequence[tuple[str, int]]) -> list[Lexicon]:
    """Domains with at least one cue in the `(text, weight)` pairs, best first."""
    scores = {domain.name: _score(domain.cues, weighted) for domain in DOMAINS}
    found = [domain for domain in DOMAINS if scores[domain.name]]
    return sorted(found, key=lambda domain: -scores[domain.name])


def pick_lexicon(weighted: Sequence[tuple[str, int]], rng: random.Random) -> Lexicon:
    """The best domain, with some words of the second where there is one; an everyday one where nothing tells."""
    if any(_LONG_AGO.search(text) for text, _ in weighted):
        weighted = [*weighted, ("century", _YEARS_WEIGH)]
    best, *others = rank_domains(weighted) or [rng.choice(_FALLBACK)]
    fitting = (other for other in others if not (best.name in _OLD and other.name in _NEW))
    second = next(fitting, None)
    return _blend(best, second, rng) if second else best


def without(lexicon: Lexicon, unwanted: re.Pattern[str] | None) -> Lexicon:
    """`lexicon` without words that are to be avoided; no list is emptied."""
    if unwanted is None:
        return lexicon
    changes: dict[str, Any] = {
        field.name: tuple(word for word in getattr(lexicon, field.name) if not unwanted.search(word))
        or getattr(lexicon, field.name)
        for field in fields(Lexicon)
        if field.name not in {"name", "label", "cues"}
    }
    return replace(lexicon, **changes)


def pick_region(text: str, lexicon: Lexicon) -> Region:
    """Where people's names come from."""
    scores = {region.name: _score(region.cues, [(text, 1)]) for region in REGIONS}
    best = max(REGIONS, key=lambda region: scores[region.name])
    if scores[best.name]:
        return best
    home = _HOME.get(lexicon.name)
    return next((region for region in REGIONS if region.name == home), COUNTRYSIDE)


def _blend(first: Lexicon, second: Lexicon, rng: random.Random) -> Lexicon:
    changes: dict[str, Any] = {
        field.name: (*getattr(first, field.name), *rng.sample(getattr(second, field.name), 4))
        for field in fields(Lexicon)
        if field.name in _BLENDED
    }
    return replace(first, **changes)


def _score(cues: tuple[str, ...], weighted: Sequence[tuple[str, int]]) -> int:
    known = set(cues)
    return sum(weight * sum(_is_cue(word, known) for word in _words(text)) for text, weight in weighted)


def _is_cue(word: str, known: set[str]) -> bool:
    return word in known or (len(word) > 4 and word.endswith("s") and word[:-1] in known)


def _words(text: str) -> list[str]:
    found = [word.strip(".,;:!?\"'()") for word in text.lower().split()]
    return [*found, *(part for word in found if "-" in word for part in word.split("-"))]

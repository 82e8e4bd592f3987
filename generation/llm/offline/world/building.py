"""A world built around a concept and the options beside it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generation.llm.offline.avoiding import avoided
from generation.llm.offline.lexicon.beings import THING_WORDS
from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.lexicon.names import Region
from generation.llm.offline.lexicon.registry import pick_lexicon, pick_region, without
from generation.llm.offline.nouns import singular
from generation.llm.offline.reading import Reading, read_concept
from generation.llm.offline.reading.cleaning import clean_line, cut
from generation.llm.offline.reading.naming import short_name, title_pronoun
from generation.llm.offline.reading.places import Place, find_place
from generation.llm.offline.reading.pronouns import pronoun_in
from generation.llm.offline.reading.roles import head_of
from generation.llm.offline.reading.tongue import PREPOSITIONS, in_english
from generation.llm.offline.reading.vocabulary import PLACE_PREPOSITIONS, STOP_WORDS, TRAIT_WORDS
from generation.llm.offline.wordlists import words
from generation.llm.offline.world.people import crowd, invent_name
from generation.llm.offline.world.randomness import seeded
from generation.llm.offline.world.titles import Titles
from generation.llm.offline.world.world import CAST, MOST, PEOPLE, World

# Worlds kept in memory, each some 100 kB with its lorebook: a worker writes a few cards at a time.
KEPT = 8
_TAKEN = frozenset(words("concept name role setting genre pronouns avoid seed"))
_HEADS = {
    "place": "spots",
    "faction": "groups",
    "item": "items",
    "event": "events",
    "rule": "laws",
    "culture": "customs",
}
_SHORT_TITLES = {"dr": "doctor", "prof": "professor", "capt": "captain", "sgt": "sergeant", "lt": "lieutenant"}
_TITLES = frozenset(
    words(
        """
        captain doctor professor detective inspector sergeant commander general colonel major lieutenant sheriff
        deputy judge agent officer admiral marshal nurse reverend pastor rabbi coach chef king queen prince princess
        duke duchess baron baroness count countess emperor empress abbot abbess lord lady
        """
    )
)


def build_world(options: Mapping[str, Any], seed: int | None, outline_name: str = "") -> World:
    """The world for these options; `outline_name` is the name that an earlier task settled on."""
    taken = {name: value for name, value in options.items() if name in _TAKEN}
    return _built(json.dumps(taken, sort_keys=True, default=str), seed, outline_name)


@lru_cache(maxsize=KEPT)
def _built(taken: str, seed: int | None, outline_name: str) -> World:
    options = json.loads(taken)
    reading = read_concept(str(options.get("concept") or ""))
    unwanted = avoided(options.get("avoid") or ())
    key = _key(options, seed)
    genre = " ".join(str(item) for item in options.get("genre") or ())
    asked = {name: clean_line(str(options.get(name) or ""), 200) for name in ("name", "role", "setting")}
    told = f"{genre} {asked['role']} {asked['setting']} {reading.text[:4000]} {reading.hints}"
    weighted = [
        (genre, 4),
        (asked["role"] or in_english(reading.role), 3),
        (asked["setting"], 2),
        (reading.text[:4000], 1),
        (reading.hints, 2),
    ]
    lexicon = without(pick_lexicon(weighted, seeded(key, "lexicon")), unwanted)
    region = pick_region(told, lexicon)
    name, pronoun = _who(asked["name"] or clean_line(outline_name, 80) or reading.name, reading, options, region, key)
    place = _where(asked["setting"], reading, lexicon, key)
    place = Place(place.preposition, _wanted(place.phrase, unwanted, "the quarter"))
    role = _wanted(_role(asked["role"], reading, lexicon, key), unwanted, "stranger")
    people = tuple(
        itertools.islice(crowd(region, lexicon, seeded(key, "people"), _taken(name, reading)), MOST + PEOPLE)
    )
    return World(
        seed=key,
        reading=reading,
        lexicon=lexicon,
        name=name,
        called=short_name(name),
        pronoun=pronoun,
        role=role,
        place=place,
        traits=reading.traits,
        people=people,
        titles=_titles(reading, lexicon, role, key, unwanted),
    )


def _key(options: Mapping[str, Any], seed: int | None) -> str:
    chosen = options.get("seed")
    parts = [str(options.get(name) or "") for name in ("concept", "name", "role", "setting", "genre")]
    return "\x1f".join([*parts, str(seed if chosen is None else chosen)])


def _who(name: str, reading: Reading, options: Mapping[str, Any], region: Region, key: str) -> tuple[str, str]:
    asked = str(options.get("pronouns") or "").strip().lower()
    match = re.match(r"(she|he|they|it)\b", asked)
    by_role = pronoun_in("", "", in_english(reading.role)) or pronoun_in(in_english(reading.role), "", "")
    given = match[1] if match else reading.pronoun or (title_pronoun(name) if name else by_role)
    if name:
        return name, given or "they"
    return invent_name(region, given, seeded(key, "name"))


def _role(asked: str, reading: Reading, lexicon: Lexicon, key: str) -> str:
    role = re.sub(r"^(?:a|an|the)\s+", "", asked, flags=re.IGNORECASE) or reading.role
    if not role:
        return _role_of_name(reading) or seeded(key, "role").choice(lexicon.roles)
    return in_english(role) if reading.language != "en" else role


def _role_of_name(reading: Reading) -> str:
    """`Professor Lumen, who ...` is a professor; somebody of whom only deeds are told is a man, a woman or a soul."""
    title = reading.name.split()[0].lower().rstrip(".") if reading.name else ""
    title = _SHORT_TITLES.get(title, title)
    if title in _TITLES:
        return title
    who = {"he": "man", "she": "woman"}.get(reading.pronoun or "", "soul")
    return who if reading.clause.startswith("who ") else ""


def _where(asked: str, reading: Reading, lexicon: Lexicon, key: str) -> Place:
    if asked:
        head = re.split(r"[.;\n]", asked)[0].strip(" ,")
        return _as_place(head)
    if reading.place:
        preposition = PREPOSITIONS.get(reading.place.preposition, reading.place.preposition)
        return Place(preposition, reading.place.phrase)
    still = [setting for setting in lexicon.settings if not setting.startswith(("aboard", "with"))]
    settings = still if reading.pronoun == "it" and still else lexicon.settings
    preposition, _, phrase = seeded(key, "setting").choice(settings).partition(" ")
    return Place(preposition, phrase)


def _as_place(phrase: str) -> Place:
    """`under the old bridge` and `an old bridge` alike."""
    first = phrase.split(maxsplit=1)[0].lower() if phrase else ""
    found = find_place(phrase) if first in PLACE_PREPOSITIONS else None
    return found or Place("in", cut(phrase, 80) or "the quarter")


def _taken(name: str, reading: Reading) -> set[str]:
    return {word.strip(".,'").lower() for word in f"{name} {' '.join(reading.keywords)}".split()}


def _own_words(reading: Reading, role: str) -> list[str]:
    """The concept's words that may begin a title; who somebody is becomes `Knight's`."""
    head = head_of(role).lower()
    if reading.script:
        return list(reading.keywords[:8])
    found = [word for word in reading.keywords if word.isascii()]
    if reading.language != "en":
        found = [*role.split(), *(word for word in found if word[0].isupper() and word.lower() not in role.lower())]
    found = [singular(word) if word.islower() else word for word in found]
    owns = reading.language == "en" and head not in THING_WORDS and not head.endswith("s")
    named = [f"{word}'s" if owns and word.lower() == head else word for word in found]
    return list(dict.fromkeys(word for word in named if word.lower() not in TRAIT_WORDS | STOP_WORDS))[:8]


def _wanted(phrase: str, unwanted: re.Pattern[str] | None, otherwise: str) -> str:
    """A phrase of the concept without words that are to be avoided."""
    return phrase if unwanted is None else " ".join(unwanted.sub(" ", phrase).split()) or otherwise


def _titles(
    reading: Reading, lexicon: Lexicon, role: str, key: str, unwanted: re.Pattern[str] | None
) -> dict[str, tuple[str, ...]]:
    own = [word for word in _own_words(reading, role) if unwanted is None or not unwanted.search(word)]
    titles = Titles(own, lexicon.mods, seeded(key, "titles"))
    sources = {category: titles.of(getattr(lexicon, heads)) for category, heads in _HEADS.items()}
    cast = {category: list(itertools.islice(sources[category], size)) for category, size in CAST.items()}
    return {
        category: (*cast[category], *itertools.islice(source, MOST - len(cast[category])))
        for category, source in sources.items()
    }

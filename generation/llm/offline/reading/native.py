"""A concept in another script: its name, its words, and who is told of, in its own words."""

from __future__ import annotations

import re

from generation.llm.offline.articles import with_article
from generation.llm.offline.lexicon.beings import THING_WORDS
from generation.llm.offline.reading.cleaning import cut
from generation.llm.offline.reading.glossary import glosses
from generation.llm.offline.reading.model import Reading
from generation.llm.offline.reading.places import KNOWN_PLACES, Place
from generation.llm.offline.reading.scripts import Script
from generation.llm.offline.wordlists import words

_STRIP = " .,;:!?\"'()-/&"
_END = re.compile(r"[.!?]\s|\n")
_PART = re.compile(r"[,;:]\s| - ")
_LONGEST_NAME, _LONGEST_RUN, _MOST = 24, 14, 14
_MODIFIER = re.compile(r"(?:[은는던을를에와과의]|에서|으로|적인)$")
_VERB = re.compile(r"(?:다|요|까|ます|です|った|する|ている)$")
# Where Japanese is written without a single Chinese character.
_KANA_JOINTS = re.compile("になった|という|[をがはのにへで]")
_ON = frozenset(words("island mountain moon planet street ship"))
_CITIES = {"tokyo": "Tokyo", "kyoto": "Kyoto", "shanghai": "Shanghai", "beijing": "Beijing", "moscow": "Moscow",
           "petersburg": "Petersburg", "paris": "Paris", "athens": "Athens", "cairo": "Cairo", "baghdad": "Baghdad",
           "jerusalem": "Jerusalem", "mumbai": "Mumbai", "delhi": "Delhi", "bangkok": "Bangkok"}  # fmt: skip


def read_native(text: str, script: Script) -> Reading:
    """As far as it can be taken up without knowing the language."""
    name, sentence = native_name(text, script)
    keywords = tuple(word for word in native_words(text, script) if word not in name.split())
    role = native_role(sentence, script, keywords)
    known = glosses(text, script)
    is_thing = known.get(role.lower(), "") in THING_WORDS
    return Reading(
        text=text,
        name=name or role[:1].title() + role[1:],
        role=role,
        article="",
        traits=(),
        place=native_place(text, script),
        clause="",
        told=(),
        keywords=tuple(dict.fromkeys(filter(None, (role, *keywords))))[:_MOST],
        pronoun=native_pronoun(text, script) or ("it" if is_thing else None),
        language="en",
        script=script,
        hints=" ".join([*known.values(), script.cue]).strip(),
    )


def native_name(text: str, script: Script) -> tuple[str, str]:
    """(name, the rest of the first sentence); no name is ``."""
    sentence = _END.split(text)[0].strip(_STRIP)
    match = script.named.search(text)
    if match:
        return next(filter(None, match.groups())).strip(_STRIP), sentence
    first, *rest = _PART.split(sentence, maxsplit=1)
    tokens = [token for token in first.split() if token.lower() not in script.words("stops")]
    if rest and not glosses(first, script) and _is_name(tokens, script):
        return " ".join(tokens).strip(_STRIP), rest[0]
    return "", sentence


def native_role(sentence: str, script: Script, keywords: tuple[str, ...]) -> str:
    """Who is told of: `늙은 등대지기` -> `등대지기`, `старый смотритель маяка` -> `смотритель маяка`."""
    phrase = script.breaks.split(_PART.split(sentence)[0])[0].strip(_STRIP)
    found = _last(phrase, script) if script.last else _first(phrase, script)
    return cut(found or (max(keywords, key=len) if keywords else phrase), _LONGEST_NAME)


def native_words(text: str, script: Script) -> tuple[str, ...]:
    """Up to 14 words of the concept; what is in the glossary comes first."""
    stops, known = script.words("stops"), tuple(glosses(text, script))
    runs = [run for run in _runs(text, script) if run.lower() not in stops and _says_something(run, script)]
    if script.spaced:
        runs.sort(key=lambda run: not run.lower().startswith(known))
    else:
        runs = [*known, *(run for run in runs if sum(word in run for word in known) < 2)]
    return tuple(dict.fromkeys(runs))[:_MOST]


def native_place(text: str, script: Script) -> Place | None:
    """The town or the kind of place that the glossary knows: `in Tokyo`, `on an island`."""
    known = list(glosses(text, script).values())
    named = next((_CITIES[word] for word in known if word in _CITIES), "")
    kind = next((word for word in known if word in KNOWN_PLACES and word != "moon"), "")
    if kind:
        return Place("on" if kind in _ON else "in", with_article(f"{named} {kind}".strip()))
    return Place("in", named) if named else None


def native_pronoun(text: str, script: Script) -> str | None:
    """he or she, where a word of the text says so."""
    runs = set(text.lower().split()) | {script.endings.sub("", word) for word in text.lower().split()}
    he, she = (_count(text, runs, script, section) for section in ("he", "she"))
    return None if he == she else "he" if he > she else "she"


def _count(text: str, runs: set[str], script: Script, section: str) -> int:
    known = script.words(section)
    return len(runs & known) if script.spaced else sum(word in text for word in known)


def _runs(text: str, script: Script) -> list[str]:
    """Words; in a script without spaces, the runs between the words that only join."""
    tokens = re.split(r"[\s.,;:!?\"()/&-]+", text)
    if not script.spaced:
        joints = script.joints if any(script.joints.sub("", token) for token in tokens) else _KANA_JOINTS
        tokens = [run for token in tokens for run in joints.split(token) if run]
    elif script.language == "Korean":
        tokens = [token for token in tokens if not _VERB.search(token) and not re.search(r"(?:는|던|한|된)$", token)]
    return [script.endings.sub("", token.strip(_STRIP)) for token in tokens if token.strip(_STRIP)]


def _says_something(run: str, script: Script) -> bool:
    least = 2 if script.last and script.language != "Hindi" else 3
    return least <= len(run) <= _LONGEST_RUN and not any(character.isdigit() for character in run)


def _is_name(tokens: list[str], script: Script) -> bool:
    part = " ".join(tokens)
    if not tokens or len(tokens) > 3:
        return False
    if any(token[0].title() != token[0].lower() for token in tokens):
        return all(token[0].isupper() for token in tokens) and not _is_adjective(tokens[0], script)
    return len(tokens) <= 2 and len(part) <= 10 and script.endings.sub("", part) == part


def _is_adjective(token: str, script: Script) -> bool:
    return token.lower().endswith(tuple(script.words("adjectives")))


def _last(phrase: str, script: Script) -> str:
    if _VERB.search(phrase):
        return ""
    if not script.spaced:
        runs = [run for run in _runs(phrase, script) if len(run) > 1]
        return runs[-1] if runs and phrase.endswith(runs[-1]) else ""
    stops = script.words("stops")
    tokens = phrase.split()
    while tokens and tokens[-1] in stops:
        tokens = tokens[:-1]
    two = tokens[-2:]
    if len(two) == 2 and (two[0] in stops or _MODIFIER.search(two[0]) or len(" ".join(two)) > _LONGEST_NAME):
        two = two[1:]
    return " ".join(two)


def _first(phrase: str, script: Script) -> str:
    if not script.spaced:
        return next((run for run in _runs(phrase, script) if len(run) > 2), "")
    stops = script.words("stops")
    taken: list[str] = []
    for token in phrase.split():
        if token.lower() in stops:
            if taken:
                break
            continue
        if taken or not _is_adjective(token, script):
            taken.append(token)
    kept = taken[:2]
    return " ".join(kept[:1] if len(" ".join(kept)) > _LONGEST_NAME else kept).strip(_STRIP)

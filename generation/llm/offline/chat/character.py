"""A reply in character: an act, what was said taken up, what lore or card say about it, and something to answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.llm.offline.articles import polish
from generation.llm.offline.asked import Asked
from generation.llm.offline.authors import author
from generation.llm.offline.banks import bank
from generation.llm.offline.chat.heard import Heard, tongue
from generation.llm.offline.chat.lines import Lines
from generation.llm.offline.chat.telling import about
from generation.llm.offline.foreign import LANGUAGES
from generation.llm.offline.formatting import Piece, layout
from generation.llm.offline.furniture import standing
from generation.llm.offline.grammar import Subject
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.tasks.voice import narrator
from generation.llm.offline.world import build_world

NAME = 80
_CONCEPT = 600


@dataclass(frozen=True, slots=True)
class Character:
    """What of a card a reply is made of; `voice` are texts that show how they talk."""

    name: str
    about: tuple[str, ...]
    lore: tuple[str, ...]
    voice: str

    @classmethod
    def of(cls, card: Mapping[str, Any], lore: Sequence[Any]) -> Character:
        told = [card.get(name) for name in ("description", "scenario")]
        return cls(
            name=clean_line(str(card.get("name") or ""), NAME) or "The character",
            about=tuple(text for text in told if isinstance(text, str) and text.strip()),
            lore=tuple(text for text in lore if isinstance(text, str) and text.strip()),
            voice="\n".join(text for text in (card.get("first_mes"), card.get("mes_example")) if isinstance(text, str)),
        )


def in_character(character: Character, heard: Heard, lines: Lines, rng: random.Random) -> str:
    """Two or three short paragraphs, formatted as the card's own greeting is."""
    told = about(character.lore, heard, rng) if character.lore else ""
    # Where the card is in another language, its sentences would stand oddly beside the others.
    own = about(character.about, heard, rng) if heard.language == tongue(" ".join(character.about)) else ""
    answer = lines.line(heard.kind, needed=True) or lines.line("said", needed=True)
    meeting: list[Piece] = [("narration", _act(character, heard, rng)), ("speech", answer)]
    telling: list[Piece] = [("speech", lines.line("told", told=told))] if told else [("narration", own)]
    earlier = lines.line("earlier") if heard.kind in {"question", "said"} and rng.random() < 0.5 else ""
    asking: list[Piece] = [("speech", " ".join(filter(None, [earlier, lines.line("ask")])))]
    closing = [] if heard.kind == "bye" else [telling, asking]
    return layout([meeting, *closing], _formatting(character.voice))


def _act(character: Character, heard: Heard, rng: random.Random) -> str:
    """Something they do, in the words of their world where it is told in English."""
    if heard.language in LANGUAGES:
        acts = [act for act in bank(f"lang_{heard.language}")["act"] if "{" not in act]
        return _named(rng.choice(acts), character.name) if acts else ""
    if heard.language != "en":
        return ""
    concept = " ".join(character.about)[:_CONCEPT] or character.name
    options = {"concept": concept, "name": character.name}
    world = build_world(options, rng.randrange(2**32), character.name)
    asked = Asked(options)
    writer = author(world, asked, "chat", given_names=True)
    writer.begin({**standing(world), "you": "you"})
    subject: Subject = narrator(world, asked)
    banks = bank("greetings")["action_thing" if world.is_thing else "action"]
    return polish(_named(writer.write(banks, subject, needed=True), character.name))


def _named(text: str, name: str) -> str:
    """The macros of the banks written out."""
    return text.replace("@char", name).replace("{{char}}", name).replace("@user", "you").replace("{{user}}", "you")


def _formatting(voice: str) -> str:
    """As `generation.llm.offline.formatting` names it."""
    if voice.count("*") >= 2 or not voice.strip():
        return "asterisk_actions"
    return "novel" if "“" in voice else "plain"

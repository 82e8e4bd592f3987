"""Task `greeting`: opening messages; all of a card are written together, so that none repeats another."""

from __future__ import annotations

from typing import Any

from generation.llm.offline.asked import Asked
from generation.llm.offline.authors import author
from generation.llm.offline.banks import Bank, bank
from generation.llm.offline.banks.tones import STYLES, TONES, Tone
from generation.llm.offline.formatting import Piece, layout
from generation.llm.offline.furniture import standing
from generation.llm.offline.grammar import Subject
from generation.llm.offline.tasks.voice import address, narrator
from generation.llm.offline.traits import tones_of
from generation.llm.offline.world import World
from generation.llm.offline.world.world import CAST, PEOPLE
from generation.llm.offline.writer import Writer

_BANKS = bank("greetings")
_PIECE = 76  # characters of a sentence on average
_MOODS = ("warm", "tense", "melancholic", "comic", "epic", "neutral", "romantic", "dark")


def write_greeting(world: World, asked: Asked, index: int, *, group: bool) -> dict[str, Any]:
    """A `Greeting`; `index` 0 that is not for a group is the first message."""
    single = index if not group else max(index, asked.number("alternate_greetings", 2))
    writer = author(world, asked, "greetings", given_names=True)
    texts = [_Greeting(world, asked, writer, number).text() for number in range(single + 1)]
    if group:
        texts = [_Greeting(world, asked, writer, number, group=True).text() for number in range(index + 1)]
    return {"text": texts[-1]}


class _Greeting:
    """One greeting: where it plays, in which mood, and its beats."""

    def __init__(self, world: World, asked: Asked, writer: Writer, number: int, *, group: bool = False) -> None:
        self._world, self._asked, self._writer, self._group = world, asked, writer, group
        self._subject: Subject = narrator(world, asked)
        self._tone = self._mood(number)
        self._quotes = bool(world.reading.quote) and number == 0
        same = asked.text("greeting_variety") == "same_scene"
        places = world.titles["place"][: CAST["place"]]
        scene = {"place": places[0 if same else number % len(places)]}
        scene["person"] = world.people[number % PEOPLE].given
        for slot, category in (("item", "item"), ("event", "event"), ("faction", "faction")):
            scene[slot] = world.titles[category][number % CAST[category]]
        writer.begin({**standing(world), **scene, "you": address(asked)})

    def text(self) -> str:
        count = max(2, round(self._asked.number("first_message_tokens", 300) * 4 / _PIECE))
        if count <= 3:
            paragraphs = [[self._told(_BANKS["echo"] if self._quotes else self._action)], [self._said(_BANKS["ask"])]]
        elif count <= 6:
            paragraphs = [self._opening(), [self._told(_BANKS["notice"]), self._said(_BANKS["ask"])]]
        else:
            paragraphs = [self._opening(), self._meeting(), *self._middle((count - 6) // 2), self._close()]
        return layout(paragraphs, self._asked.text("formatting", "asterisk_actions"))

    @property
    def _action(self) -> Bank:
        return _BANKS["action_thing"] if self._world.is_thing else _BANKS["action"]

    def _opening(self) -> list[Piece]:
        scene = _BANKS["echo"] if self._quotes else _BANKS["group_scene"] if self._group else _BANKS["scene"]
        return [self._told(scene), self._told(self._action)]

    def _meeting(self) -> list[Piece]:
        acts = not self._asked.flag("no_user_actions", default=True)
        arrival = [self._told(_BANKS["user_arrives"])] if acts else []
        greet = _BANKS["echo_said"] if self._quotes else _BANKS["group"] if self._group else _BANKS["greet"]
        return [*arrival, self._told(_BANKS["notice"]), self._said(greet)]

    def _middle(self, count: int) -> list[list[Piece]]:
        style = STYLES.get(self._asked.text("prose_style"), ()) or _BANKS["detail"]
        told = (self._tone.narration, _BANKS["detail"], style, _BANKS["detail"], self._tone.narration, _BANKS["scene"])
        said = (_BANKS["tell"], self._tone.speech, _BANKS["tell"], _BANKS["tell"])
        paragraphs = []
        for turn in range(count):
            pair = [self._said(said[turn % len(said)]), self._told(told[turn % len(told)])]
            paragraphs.append(pair if turn % 2 == 0 else pair[::-1])
        return paragraphs

    def _close(self) -> list[Piece]:
        return [self._told(_BANKS["detail"]), self._said(_BANKS["ask"])]

    def _told(self, bank: Bank) -> Piece:
        """From `bank`, else from the banks that are never quite used up."""
        return ("narration", self._first_of(bank, _BANKS["detail"], _BANKS["scene"], needed=bank is self._action))

    def _said(self, bank: Bank) -> Piece:
        return ("speech", self._first_of(bank, _BANKS["tell"], _BANKS["ask"], needed=bank is _BANKS["ask"]))

    def _first_of(self, *choices: Bank, needed: bool) -> str:
        found = (self._writer.write(bank, self._subject) for bank in choices)
        return next(filter(None, found), "") or self._writer.write(choices[0], self._subject, needed=needed)

    def _mood(self, number: int) -> Tone:
        tones = tones_of(self._asked)
        if number and self._asked.text("greeting_variety") == "varied_mood":
            others = [TONES[name] for name in _MOODS if TONES[name] not in tones]
            tones = [*tones, *others]
        return tones[number % len(tones)]

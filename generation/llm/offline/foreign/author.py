"""The character in another language: outline, profile, greetings and dialogues."""

from __future__ import annotations

import re
from typing import Any

from generation.llm.offline.asked import WRITTEN_LANGUAGES, Asked
from generation.llm.offline.avoiding import avoided, without_avoided
from generation.llm.offline.banks import Bank
from generation.llm.offline.description import described
from generation.llm.offline.foreign.setting import setting_of
from generation.llm.offline.formatting import Piece, layout
from generation.llm.offline.grammar import Subject, upper_first
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.world import World
from generation.llm.offline.writer import Writer

LANGUAGES = WRITTEN_LANGUAGES - {"en"}
# Of a description that is no prose: in short, in full, and what else belongs to it.
_LABELS = {
    "fr": ("Résumé", "Portrait", "Aussi"),
    "de": ("Kurz", "Porträt", "Außerdem"),
    "es": ("Resumen", "Retrato", "Además"),
    "it": ("In breve", "Ritratto", "Inoltre"),
    "pt": ("Resumo", "Retrato", "Também"),
    "nl": ("Kort", "Portret", "Ook"),
}
_ELISION = re.compile(r"\bde (?=[AEIOUYÀÂÉÈÊÎÏÔÛ])")


class Foreigner:
    """Writes the tasks of one card in `language`, one of `LANGUAGES`."""

    def __init__(self, world: World, asked: Asked, language: str) -> None:
        self._world, self._asked = world, asked
        self._setting = setting_of(world, language)
        self._bank = self._setting.lines
        self._subject = Subject(world.called, "it")
        self._labels = _LABELS[language]

    def outline(self) -> dict[str, Any]:
        writer = self._writer("outline")
        names = ("appearance", "history", "voice", "want", "fear", "secret", "place", "bond_with_user")
        told = [*writer.sentences(self._bank["description"], self._subject, len(names))]
        told += self._bank["brief"] * (len(names) - len(told))
        return {"name": self._world.name, "summary": self._brief(), **dict(zip(names, told, strict=True))}

    def profile(self) -> dict[str, Any]:
        writer = self._writer("profile")
        wanted = self._asked.texts("must_include")
        told = writer.sentences(self._bank["description"], self._subject, self._asked.tokens("description") // 50)
        parts = [self._brief(), " ".join(told), "; ".join(wanted)]
        form = self._asked.text("description_format", "prose")
        return {
            "description": described(self._world.name, list(zip(self._labels, parts, strict=True)), form),
            "personality": f"{writer.write(self._tone(0)[:1], self._subject, needed=True)} "
            f"{self._all(writer, 'personality')}",
            "scenario": " ".join(writer.write((line,), self._subject, needed=True) for line in self._bank["scenario"]),
            "creator_notes": self._all(writer, "notes"),
        }

    def greeting(self, index: int, *, group: bool) -> dict[str, Any]:
        writer, text = self._writer(f"greetings-{group}"), ""
        for number in range(index + 1):
            text = layout(self._beats(writer, number), self._asked.text("formatting", "asterisk_actions"))
        return {"text": text}

    def _beats(self, writer: Writer, number: int) -> list[list[Piece]]:
        def told(lines: Bank) -> Piece:
            return "narration", writer.write(lines, self._subject, needed=True)

        def said(lines: Bank) -> Piece:
            return "speech", writer.write(lines, self._subject, needed=True)

        lines, tone = self._bank, self._tone(number)
        again = number >= len(self._asked.tones)
        narration, speech = (lines["act"], lines["tell"]) if again else (tone[1:2], tone[2:])
        middle = [[said(lines["tell"]), told(narration)], [told(lines["scene"]), said(speech)]]
        longer = max(0, round(self._asked.number("first_message_tokens", 300) / 75) - 2)
        opening = [told(lines["scene"]), told(lines["act"])]
        return [opening, *middle[:longer], [said(lines["tell"]), said(lines["ask"])]]

    def _tone(self, number: int) -> Bank:
        """What a tone brings: a line on manners, one of narration, one of speech."""
        tones = [name for name in self._asked.tones if f"tone.{name}" in self._bank] or ["neutral"]
        return self._bank[f"tone.{tones[number % len(tones)]}"]

    def examples(self, count: int) -> dict[str, Any]:
        writer = self._writer("examples")
        turns = max(1, min(8, self._asked.number("example_turns", 2)))
        return {"dialogues": [{"turns": [self._turn(writer) for _ in range(turns)]} for _ in range(count)]}

    def _turn(self, writer: Writer) -> dict[str, str]:
        text = writer.write(self._bank["pairs"], self._subject, needed=True)
        user, _, char = text.partition("||")
        spoken = layout([[("speech", char.strip())]], self._asked.text("formatting", "asterisk_actions"))
        return {"user": user.strip() or "…", "char": spoken or "…"}

    def _all(self, writer: Writer, section: str) -> str:
        lines = self._bank[section]
        return " ".join(writer.sentences(lines, self._subject, len(lines))) or writer.write(
            lines, self._subject, needed=True
        )

    def _brief(self) -> str:
        concept = clean_line(self._world.reading.text, 300).rstrip(".!? ") or self._world.role
        text = self._bank["brief"][0].replace("{concept}", f"{self._world.name}, {concept}"
            if self._world.name not in concept else concept)  # fmt: skip
        return without_avoided(upper_first(text), avoided(self._asked.texts("avoid")))

    def _writer(self, label: str) -> Writer:
        return self._setting.writer(label, self._asked.texts("avoid"))


def elided(text: str) -> str:
    """French as it is spoken: `de Antoine` is `d'Antoine`."""
    return _ELISION.sub("d'", text)

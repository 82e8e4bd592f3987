"""A reply without a card: helpful as far as one can be who knows nothing and says so."""

from __future__ import annotations

from generation.llm.offline.chat.heard import Heard
from generation.llm.offline.chat.lines import Lines
from generation.llm.offline.documents.part_text import PartText
from generation.llm.offline.documents.ranking import best

# A message this long is a text that wants to be read.
LONG = 600
_READ = 20_000
_POINTS = 4
_STEPS = ("first", "then", "last")


def plainly(message: str, heard: Heard, lines: Lines) -> str:
    """The main points of a long text; else the question put in order."""
    if len(message) >= LONG and (points := _points(message)):
        intro = lines.line("plain_summary", needed=True)
        return "\n".join([intro, "", *(f"- {point}" for point in points)])
    if heard.kind in {"greet", "thanks", "bye", "short"}:
        return lines.line(f"plain_{heard.kind}") or lines.line(heard.kind) or lines.line("plain_short", needed=True)
    steps = filter(None, [lines.line(f"plain_{step}") for step in _STEPS])
    listed = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    return "\n".join([lines.line("plain", needed=True), *([""] if listed else []), *listed])


def _points(message: str) -> list[str]:
    part = PartText(message[:_READ])
    return [part.told(number) for number in best(part, _POINTS)]

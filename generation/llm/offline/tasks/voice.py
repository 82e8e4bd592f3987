"""Who narrates greetings and examples, and how the reader is addressed."""

from __future__ import annotations

from generation.llm.offline.asked import Asked
from generation.llm.offline.grammar import Subject
from generation.llm.offline.verbs import Tense
from generation.llm.offline.world import World

_ADDRESS = {"you": "you", "name": "{{user}}", "third": "the newcomer"}


def narrator(world: World, asked: Asked) -> Subject:
    """first: I; second: the character is `you`; third: `{{char}}` and a pronoun."""
    tense: Tense = "past" if asked.text("tense") == "past" else "present"
    match asked.text("pov", "third"):
        case "first":
            return Subject("I", "I", tense)
        case "second":
            return Subject("you", "you", tense)
        case _:
            return Subject("@char", world.pronoun, tense)


def address(asked: Asked) -> str:
    """What narration calls the reader; `{{user}}` where `you` is the character."""
    wanted = asked.text("user_address", "you")
    return "{{user}}" if asked.text("pov") == "second" else _ADDRESS.get(wanted, "you")

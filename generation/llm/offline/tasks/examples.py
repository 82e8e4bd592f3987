"""Task `examples`: dialogues that teach the character's voice."""

from __future__ import annotations

from typing import Any

from generation.llm.offline.asked import Asked
from generation.llm.offline.authors import author
from generation.llm.offline.banks import Bank, bank
from generation.llm.offline.fitting import fitting_pairs
from generation.llm.offline.formatting import Piece, layout
from generation.llm.offline.furniture import standing
from generation.llm.offline.grammar import upper_first
from generation.llm.offline.tasks.voice import address, narrator
from generation.llm.offline.world import World
from generation.llm.offline.writer import Writer

_PARTS = "||"


def write_examples(world: World, asked: Asked, count: int) -> dict[str, Any]:
    """`Examples`: exactly `count` dialogues of `example_turns` turns."""
    writer = author(world, asked, "examples", fit=fitting_pairs(world), given_names=True)
    turns = max(1, min(8, asked.number("example_turns", 2)))
    banks = ["echo" if world.reading.quote and not number else "pairs" for number in range(count * turns)]
    told = [_turn(world, asked, writer, bank("dialogues")[name]) for name in banks]
    return {"dialogues": [{"turns": told[start : start + turns]} for start in range(0, len(told), turns)]}


def _turn(world: World, asked: Asked, writer: Writer, pairs: Bank) -> dict[str, str]:
    writer.begin({**standing(world), "you": address(asked)})
    text = writer.write(pairs, narrator(world, asked), needed=True)
    parts = [part.strip() for part in text.split(_PARTS)]
    if len(parts) != 3:
        parts = ["And then?", "", text.replace(_PARTS, "").strip()]
    asks, narration, speech = parts
    if world.is_thing:
        narration = writer.write(bank("dialogues")["thing"], narrator(world, asked), needed=True)
    pieces: list[Piece] = [("narration", upper_first(narration)), ("speech", speech)]
    char = layout([pieces], asked.text("formatting", "asterisk_actions"))
    return {"user": asks or "And then?", "char": char or "…"}

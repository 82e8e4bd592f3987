"""Task `examples`: dialogues that teach the character's voice."""

from __future__ import annotations

from typing import Any

from generation.llm.offline.asked import Asked
from generation.llm.offline.banks import bank
from generation.llm.offline.formatting import layout
from generation.llm.offline.furniture import furniture, standing
from generation.llm.offline.tasks.voice import address, narrator
from generation.llm.offline.world import World
from generation.llm.offline.world.randomness import seeded
from generation.llm.offline.writer import Writer

_PARTS = "||"


def write_examples(world: World, asked: Asked, count: int) -> dict[str, Any]:
    """`Examples`: exactly `count` dialogues of `example_turns` turns."""
    writer = Writer(seeded(world.seed, "examples"), furniture(world, given_names=True), asked.texts("avoid"))
    turns = max(1, min(8, asked.number("example_turns", 2)))
    return {"dialogues": [{"turns": [_turn(world, asked, writer) for _ in range(turns)]} for _ in range(count)]}


def _turn(world: World, asked: Asked, writer: Writer) -> dict[str, str]:
    writer.begin({**standing(world), "you": address(asked)})
    text = writer.write(bank("dialogues")["pairs"], narrator(world, asked), needed=True)
    parts = [part.strip() for part in text.split(_PARTS)]
    if len(parts) != 3:
        parts = ["And then?", "", text.replace(_PARTS, "").strip()]
    asks, narration, speech = parts
    if world.is_thing:
        narration = writer.write(bank("greetings")["action_thing"], narrator(world, asked), needed=True)
    char = layout([[("narration", narration), ("speech", speech)]], asked.text("formatting", "asterisk_actions"))
    return {"user": asks or "And then?", "char": char or "…"}

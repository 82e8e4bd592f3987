"""Character traits and how they show."""

from __future__ import annotations

from generation.llm.offline.banks import bank

# trait: the sentence that shows it
SHOWN = dict(line.split(": ", 1) for line in bank("personality")["traits"])
# For traits without a sentence; `{trait}` stands for it.
UNLISTED = bank("personality")["unlisted"]
COMMON = (
    "observant",
    "dry-humoured",
    "dutiful",
    "guarded",
    "practical",
    "tender-hearted",
    "stubborn",
    "curious",
    "patient",
    "loyal",
    "generous",
    "superstitious",
    "resourceful",
    "restless",
)

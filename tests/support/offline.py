"""A whole card from the offline provider: every task asked in the pipeline's order, every answer validated."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from generation.cards import drafts
from generation.llm.offline import OfflineProvider
from generation.llm.provider import Message, ModelReply, ModelRequest

BATCH = 6
MACRO = re.compile(r"\{\{(?:user|char)\}\}")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class OfflineCard:
    analysis: drafts.Analysis
    outline: drafts.Outline
    profile: drafts.Profile
    greetings: list[str]
    dialogues: list[drafts.Dialogue]
    plan: list[drafts.LorePlanEntry]
    lore: list[drafts.LoreEntry]

    def texts(self) -> dict[str, str]:
        """Everything a reader sees, by where it stands."""
        profile = self.profile
        found = {"description": profile.description, "personality": profile.personality, "scenario": profile.scenario}
        found |= {f"greeting {number}": text for number, text in enumerate(self.greetings)}
        found |= {f"lore {number}": entry.content for number, entry in enumerate(self.lore)}
        for number, dialogue in enumerate(self.dialogues):
            found |= {f"example {number}.{turn}": line.char for turn, line in enumerate(dialogue.turns)}
        return found


def complete(task: str, inputs: Mapping[str, Any], seed: int | None = 1, **request: Any) -> ModelReply:
    """One call without delay."""
    asked = ModelRequest(
        task=task,
        model="offline-creative-1",
        messages=(Message("user", "Write."),),
        inputs=inputs,
        seed=seed,
        **request,
    )
    return asyncio.run(OfflineProvider(latency_seconds=0).complete(asked))


def write_card(concept: str, seed: int | None = 1, **options: Any) -> OfflineCard:
    """The card for these options; those not given take the provider's defaults."""
    chosen = {"concept": concept, "seed": seed, **options}

    def ask(task: str, schema: type[S], **inputs: Any) -> S:
        return schema.model_validate_json(complete(task, {"options": chosen, **inputs}, seed).text)

    analysis = ask("analyse", drafts.Analysis)
    outline = ask("outline", drafts.Outline, analysis=analysis.model_dump())
    frame = {"analysis": analysis.model_dump(), "outline": outline.model_dump()}
    count = chosen.get("lore_entries", 18)
    plan = ask("lore_plan", drafts.LorePlan, **frame, count=count).entries
    titles = [entry.title for entry in plan]
    batches = [plan[start : start + BATCH] for start in range(0, len(plan), BATCH)]
    return OfflineCard(
        analysis=analysis,
        outline=outline,
        profile=ask("profile", drafts.Profile, **frame),
        greetings=[
            ask("greeting", drafts.Greeting, **frame, index=index, group=False).text
            for index in range(1 + chosen.get("alternate_greetings", 2))
        ]
        + [
            ask("greeting", drafts.Greeting, **frame, index=index, group=True).text
            for index in range(chosen.get("group_greetings", 0))
        ],
        dialogues=ask("examples", drafts.Examples, **frame, count=chosen.get("example_dialogues", 3)).dialogues,
        plan=plan,
        lore=[
            entry
            for batch in batches
            for entry in ask(
                "lore_batch", drafts.LoreBatch, **frame, batch=[one.model_dump() for one in batch], plan=titles
            ).entries
        ],
    )


@cache
def card_of(concept: str, seed: int = 7) -> OfflineCard:
    """The card of a concept alone, written once."""
    return write_card(concept, seed)


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    """Every `length` words that follow one another."""
    found = [word.lower() for word in _WORD.findall(text)]
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def sentences(text: str) -> list[str]:
    """Those of more than a few words, without what wraps them."""
    parts = re.split(r"(?<=[.!?])[\"\u201d*]*\s+", text)
    return [plain for part in parts if len(plain := part.strip(' "*\u201c\u201d')) > 12]

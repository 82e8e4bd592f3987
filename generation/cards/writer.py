"""The writing of a card: which pieces each step has, and what each asks the model."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from generation.cards import lore, review
from generation.cards.draft import CardDraft
from generation.cards.drafts import (
    Analysis,
    Dialogue,
    Examples,
    Finding,
    Greeting,
    LoreBatch,
    LoreEntry,
    LorePlan,
    LorePlanEntry,
    Outline,
    Repair,
    Review,
    profile,
)
from generation.cards.options import CardOptions
from generation.cards.profile_fields import profile_fields
from generation.cards.tasks import Requests, prompt_of
from generation.llm.asking import ask
from generation.llm.errors import Truncated
from generation.llm.provider import ModelRequest, Provider
from generation.llm.tokens import estimate_tokens
from generation.pipeline import Outputs, Piece
from jobs.handlers import JobContext

S = TypeVar("S", bound=BaseModel)

_JSON_TOKENS = 400  # room for the answer's frame
_ROOM = 2.0  # models overshoot, and some languages take more tokens


def _room(tokens: int) -> int:
    return math.ceil(tokens * _ROOM) + _JSON_TOKENS


class Writer:
    """Plans the pieces of one card. Each plan takes the outputs so far; each piece answers with JSON."""

    def __init__(
        self, ctx: JobContext, provider: Provider, options: CardOptions, base: Mapping[str, Any] | None = None
    ) -> None:
        self._ctx = ctx
        self._provider = provider
        self._options = options
        self._requests = Requests(options, base)

    def analyse(self, outputs: Outputs) -> list[Piece]:
        return [self._piece("analyse", "Reading the concept", "analyse", Analysis, 1500)]

    def outline(self, outputs: Outputs) -> list[Piece]:
        analysis = outputs["analyse"][0]
        return [self._piece("outline", "Outlining the character", "outline", Outline, 3000, analysis=analysis)]

    def profile(self, outputs: Outputs) -> list[Piece]:
        options = self._options
        if not (fields := profile_fields(options)):
            return []
        room = _room(options.description_tokens + options.personality_tokens + options.scenario_tokens + 300)
        message = "Writing the description" if "description" in fields else f"Writing {fields[0].replace('_', ' ')}"
        return [self._piece("profile", message, "profile", profile(fields), room, fields=fields, **_frame(outputs))]

    def greetings(self, outputs: Outputs) -> list[Piece]:
        options = self._options
        first = [0] if options.writes("first_mes") else []
        others = range(1, 1 + options.alternate_greetings) if options.writes("alternate_greetings") else ()
        return [self._greeting(f"greeting-{number + 1}", outputs, number, group=False) for number in (*first, *others)]

    def group_greetings(self, outputs: Outputs) -> list[Piece]:
        return [
            self._greeting(f"group-greeting-{number + 1}", outputs, number, group=True)
            for number in range(self._options.group_greetings)
            if self._options.writes("group_only_greetings")
        ]

    def examples(self, outputs: Outputs) -> list[Piece]:
        wanted, frame = self._options.example_dialogues, _frame(outputs)
        if not wanted or not self._options.writes("mes_example"):
            return []

        async def more(count: int, found: Sequence[Dialogue]) -> Sequence[Dialogue]:
            room = _room(wanted * self._options.example_turns * 150)
            request = self._requests.request("examples", room, **frame, count=count)
            return (await self._ask(request, Examples, "examples")).dialogues

        async def work() -> Any:
            return Examples(dialogues=await lore.gathered("example dialogues", wanted, more)).model_dump()

        inputs = self._requests.fingerprint("examples", **frame, count=wanted)
        return [Piece("examples", "Writing example dialogues", inputs, work, prompt_of("examples"))]

    def lore_plan(self, outputs: Outputs) -> list[Piece]:
        wanted, frame = self._options.lore_entries, _frame(outputs)
        most = min(wanted, lore.PORTION)
        if not wanted or not self._options.writes("character_book"):
            return []

        async def more(count: int, found: Sequence[LorePlanEntry]) -> Sequence[LorePlanEntry]:
            taken = [entry.title for entry in found]
            request = self._requests.request("lore_plan", _room(most * 100), **frame, count=count, taken=taken)
            plan = await self._ask(request, LorePlan, "lore_plan")
            return lore.new_entries(plan.entries, found, self._options.lore_categories)

        async def work() -> Any:
            return LorePlan(entries=await lore.gathered("planned lore entries", wanted, more)).model_dump()

        inputs = self._requests.fingerprint("lore_plan", **frame, count=wanted)
        return [Piece("lore_plan", f"Planning {wanted} lore entries", inputs, work, prompt_of("lore_plan"))]

    def lore(self, outputs: Outputs) -> list[Piece]:
        plan = [entry for piece in outputs["lore_plan"] for entry in LorePlan.model_validate(piece).entries]
        frame, titles = _frame(outputs), [entry.title for entry in plan]
        starts = itertools.count(1, lore.BATCH)
        return [self._lore_batch(next(starts), batch, titles, frame) for batch in lore.batches(plan)]

    def review(self, draft: CardDraft, number: int) -> list[Piece]:
        card = draft.model_dump(mode="json")
        message = "Reviewing the card" if number == 1 else "Reviewing the card again"
        return [self._piece(f"review-{number}", message, "review", Review, 3000, card=card)]

    def repairs(self, draft: CardDraft, found: Review, number: int) -> list[Piece]:
        findings = review.to_repair(draft, self._options, found.findings)
        return [self._repair(f"repair-{number}-{index}", draft, one) for index, one in enumerate(findings, 1)]

    async def _ask(self, request: ModelRequest, schema: type[S], field: str) -> S:
        answer = await ask(self._ctx, self._provider, request, field)
        if not isinstance(answer, schema):
            raise TypeError(f"{request.task} was answered with {type(answer).__name__}")
        return answer

    def _piece(self, name: str, message: str, task: str, schema: type[S], room: int, **inputs: Any) -> Piece:
        async def work() -> Any:
            answer = await self._ask(self._requests.request(task, room, schema=schema, **inputs), schema, name)
            return answer.model_dump(mode="json")

        return Piece(name, message, self._requests.fingerprint(task, **inputs), work, prompt_of(task))

    def _greeting(self, name: str, outputs: Outputs, index: int, *, group: bool) -> Piece:
        message = (
            "Writing group greetings" if group else ("Writing greetings" if index else "Writing the first message")
        )
        room = _room(self._options.first_message_tokens)
        return self._piece(name, message, "greeting", Greeting, room, **_frame(outputs), index=index, group=group)

    def _lore_batch(
        self,
        first: int,
        batch: Sequence[LorePlanEntry],
        titles: Sequence[str],
        frame: dict[str, Any],
        room: int | None = None,
    ) -> Piece:
        """The entries of `batch`, the first of which is number `first`; in halves where they do not fit in one reply.

        A half has the `room` of the whole.
        """
        span = f"{first}-{first + len(batch) - 1}"
        room = room or _room(len(batch) * (self._options.lore_entry_tokens + 60))

        async def more(count: int, found: Sequence[LoreEntry]) -> Sequence[LoreEntry]:
            there = {entry.title for entry in found}
            missing = [entry for entry in batch if entry.title not in there]
            asked = [entry.model_dump() for entry in missing]
            request = self._requests.request("lore_batch", room, **frame, batch=asked, plan=titles)
            answer = await self._ask(request, LoreBatch, f"lore-{span}")
            return list(lore.matched(missing, answer.entries).values())

        async def work() -> Any:
            try:
                entries = await lore.gathered("lore entries", len(batch), more, least=len(batch))
            except Truncated as cut:
                if len(batch) == 1:
                    raise
                await self._ctx.log(f"Lore entries {span}: {cut} Asking for them in halves.", "warning")
                return None
            return LoreBatch(entries=entries).model_dump()["entries"]

        planned = [entry.model_dump() for entry in batch]
        inputs = self._requests.fingerprint("lore_batch", **frame, batch=planned, plan=titles)
        message = f"Writing lore entries {span} of {len(titles)}"
        parts = [self._lore_batch(first + start, part, titles, frame, room) for start, part in lore.halves(batch)]
        return Piece(f"lore-{span}", message, inputs, work, prompt_of("lore_batch"), units=len(batch), parts=parts)

    def _repair(self, name: str, draft: CardDraft, finding: Finding) -> Piece:
        old = draft.texts()[finding.field]
        message = f"Mending {review.in_words(finding.field)}"
        room = _room(estimate_tokens(old) + 200)
        inputs = {"card": draft.model_dump(mode="json"), "finding": finding.model_dump()}
        return self._piece(name, message, "repair", Repair, room, **inputs)


def _frame(outputs: Outputs) -> dict[str, Any]:
    """What every later task takes: the analysis and the outline."""
    return {"analysis": outputs["analyse"][0], "outline": outputs["outline"][0]}

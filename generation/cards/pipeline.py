"""A card from options to data: the steps in their order, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from generation.cards.assemble import assemble
from generation.cards.base import told
from generation.cards.card import CardData
from generation.cards.draft import CardDraft, draft_of
from generation.cards.drafts import Repair, Review
from generation.cards.options import CardOptions
from generation.cards.review import to_repair
from generation.cards.validate import validate
from generation.cards.writer import Writer
from generation.llm.provider import Provider
from generation.pipeline import Outputs, Piece, Pipeline, Step
from jobs.handlers import JobContext

_WRITTEN = ("profile", "greetings", "group_greetings", "examples", "lore")


async def write_card(
    ctx: JobContext, provider: Provider, options: CardOptions, *, created_at: datetime, base: CardData | None = None
) -> CardData:
    """The finished, valid card. `options` are complete: models named, seed drawn; `base` is the card they name.

    Raises what a model call raises, TooFewEntries and InvalidCard; finished pieces stay stored.
    """
    writer = Writer(ctx, provider, options, told(base, options) if base else None)
    outputs = await Pipeline(ctx, _steps(writer, options, base), counted="lore entries").run()
    return await _finish(ctx, options, outputs, created_at, base)


def _steps(writer: Writer, options: CardOptions, base: CardData | None) -> list[Step]:
    frame = ("analyse", "outline")
    steps = [
        Step("analyse", (), writer.analyse),
        Step("outline", ("analyse",), writer.outline, weight=2),
        Step("profile", frame, writer.profile, weight=2),
        Step("greetings", frame, writer.greetings, weight=2),
        Step("group_greetings", frame, writer.group_greetings),
        Step("examples", frame, writer.examples),
        Step("lore_plan", frame, writer.lore_plan),
        Step("lore", (*frame, "lore_plan"), writer.lore, weight=4),
    ]
    before: tuple[str, ...] = (*frame, *_WRITTEN)
    for number in range(1, options.limits.review_passes + 1):
        steps.append(Step(f"review-{number}", before, _review(writer, options, base, number)))
        before = (*before, f"review-{number}")
        steps.append(Step(f"repair-{number}", before, _repair(writer, options, base, number)))
        before = (*before, f"repair-{number}")
    return steps


def _review(
    writer: Writer, options: CardOptions, base: CardData | None, number: int
) -> Callable[[Outputs], Sequence[Piece]]:
    def plan(outputs: Outputs) -> Sequence[Piece]:
        if number > 1 and not outputs[f"repair-{number - 1}"]:
            return []  # nothing was changed since the last review
        return writer.review(_draft(outputs, options, base, before=number), number)

    return plan


def _repair(
    writer: Writer, options: CardOptions, base: CardData | None, number: int
) -> Callable[[Outputs], Sequence[Piece]]:
    def plan(outputs: Outputs) -> Sequence[Piece]:
        return writer.repairs(_draft(outputs, options, base, before=number), _findings(outputs, number), number)

    return plan


def _findings(outputs: Outputs, number: int) -> Review:
    answers = outputs[f"review-{number}"]
    return Review.model_validate(answers[0]) if answers else Review(findings=[])


def _draft(outputs: Outputs, options: CardOptions, base: CardData | None, *, before: int) -> CardDraft:
    """The draft with the repairs of all passes `before` that number."""
    draft = draft_of(outputs, options, base)
    for number in range(1, before):
        findings = to_repair(draft, options, _findings(outputs, number).findings)
        for finding, answer in zip(findings, outputs[f"repair-{number}"], strict=True):
            draft = draft.with_text(finding.field, Repair.model_validate(answer).text)
    return draft


async def _finish(
    ctx: JobContext, options: CardOptions, outputs: Outputs, created_at: datetime, base: CardData | None
) -> CardData:
    if options.spec == "v2" and options.nickname:
        await ctx.log("The nickname is left out: a V2 card has no place for one.", "warning")
    await ctx.progress(99, "Putting the card together")
    draft = _draft(outputs, options, base, before=options.limits.review_passes + 1)
    inputs = {
        "draft": draft.model_dump(mode="json"),
        "options": options.model_dump(mode="json"),
        "base": base and base.model_dump(mode="json"),
    }

    async def assembled() -> object:
        return assemble(draft, options, created_at=created_at, base=base).model_dump(mode="json")

    card = CardData.model_validate(await ctx.step("assemble", inputs, assembled))

    async def validated() -> object:
        validate(card, kept=options.keep_fields)
        return {"valid": True}

    await ctx.step("validate", card.model_dump(mode="json"), validated)
    return card

"""Where a card's picture comes from, as a job works it out before the card is saved."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from generation.avatar_hook import PictureWanted, drawn
from generation.cards.card import NAMESPACE, CardData
from generation.cards.options import CardOptions
from jobs.handlers import JobContext


@dataclass(frozen=True, slots=True)
class Picture:
    """An upload, or a file of the job; both None where it is drawn when it is looked at."""

    upload_id: UUID | None = None
    artefact_id: UUID | None = None


DRAWN = Picture()


async def picture_for(ctx: JobContext, options: CardOptions, card: CardData) -> Picture:
    """What the option `avatar` asks for; the hook is asked once, in a step of its own."""
    if options.avatar == "upload" and options.avatar_upload:
        return Picture(upload_id=UUID(options.avatar_upload))
    if options.avatar != "hook":
        return DRAWN
    own = card.extensions.get(NAMESPACE, {})
    wanted = PictureWanted(
        name=card.name,
        prompt=str(own.get("art_prompt", "")),
        tone=options.tone[0],
        rating=options.rating,
        seed=options.seed or 0,
    )

    async def work() -> object:
        content = await drawn(wanted, seconds=ctx.seconds_left())
        return await ctx.attach("avatar.png", "image/png", content)

    inputs = {"name": wanted.name, "prompt": wanted.prompt, "tone": wanted.tone, "seed": wanted.seed}
    kept = await ctx.step("avatar", inputs, work)
    return Picture(artefact_id=UUID(kept["artefact"]["id"]))

"""The kind `character_card`: a concept becomes a card with a lorebook."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import uuid_utils.compat as uuid

from generation.avatar import picture_for
from generation.cards.export import FORMATS_OF
from generation.cards.options import CardOptions
from generation.cards.pipeline import write_card
from generation.cards.tasks import completed, prompt_versions
from generation.llm.counted import CountedProvider
from generation.llm.provider import Provider
from generation.llm.registry import provider
from generation.selectors.bases import base_of, check_upload
from generation.services.save_card import NewCard, save_card
from jobs.handlers import Complete, Handler, JobContext
from jobs.money import nano
from jobs.selectors.usage import NO_USAGE, usage_of

TITLE_LENGTH = 80
_SEED_BITS = 32


class CharacterCard(Handler[CardOptions]):
    kind = "character_card"
    label = "Character card"
    payload_type = CardOptions
    # Finished steps are kept, so that another attempt costs what was lost.
    max_attempts = 4

    def title(self, payload: CardOptions) -> str:
        first_line = payload.concept.splitlines()[0]
        words = payload.name or first_line
        return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"

    def timeout_for(self, payload: CardOptions) -> float:
        return float(payload.limits.timeout_s)

    def cost_cap_for(self, payload: CardOptions) -> int | None:
        dollars = payload.limits.max_cost_usd
        return None if dollars is None else nano(Decimal(str(dollars)))

    async def run(self, ctx: JobContext, payload: CardOptions) -> Complete:
        """Write the card; its row is saved with the settle, so that it exists if and only if the job completed."""
        writer = await _provider(ctx, payload)
        base = await ctx.read(base_of, ctx.owner_id, payload)
        await ctx.read(check_upload, ctx.owner_id, payload)
        options = _with_seed(completed(payload, writer, base), ctx)
        if not writer.writes(options.language):
            words = (
                f"The {writer.name} provider does not write in the language {options.language}: the texts are English."
            )
            await ctx.log(words, "warning")
        data = await write_card(ctx, writer, options, created_at=ctx.custodian.created_at, base=base)
        picture = await picture_for(ctx, options, data)
        card = NewCard(uuid.uuid7(), ctx.owner_id, ctx.job_id, data, options, picture)
        return Complete(result=_result(card), together=(partial(save_card, card),))


async def _provider(ctx: JobContext, options: CardOptions) -> Provider:
    """The site's, counting what the calls of earlier attempts used where there is a limit."""
    site = await ctx.read(provider)
    if options.limits.max_tokens is None:
        return site
    usage = (await ctx.read(usage_of, [ctx.job_id])).get(ctx.job_id, NO_USAGE)
    return CountedProvider(site, options.limits.max_tokens, usage.input_tokens + usage.output_tokens)


def _with_seed(options: CardOptions, ctx: JobContext) -> CardOptions:
    """A seed for those who gave none: the job's own, so that each attempt writes the same."""
    if options.seed is not None:
        return options
    return options.model_copy(update={"seed": ctx.job_id.int % 2**_SEED_BITS})


def _result(card: NewCard) -> dict[str, Any]:
    base = f"/api/v1/generation/cards/{card.id}"
    book = card.data.character_book
    exports = {
        form: f"{base}/export?format={form}"
        for form in FORMATS_OF[card.options.spec]
        if form != "png" or card.options.avatar != "none"
    }
    return {
        "card_id": str(card.id),
        "name": card.data.name,
        "lore_entries": len(book.entries) if book else 0,
        "seed": card.options.seed,
        "models": card.options.models.model_dump(),
        "prompts": prompt_versions(),
        "avatar": card.options.avatar,
        "links": {"card": base, "page": f"/cards/{card.id}", **exports},
    }

"""The kind `document_analysis`: a document is read, split, worked in parts by any workers, and put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from generation.documents.analysis import MOST_CHUNKS, Analysis
from generation.documents.kinds import STRUCTURED
from generation.documents.splitting import split
from generation.documents.templates import refusal
from generation.documents.whole import whole_of
from generation.llm.registry import provider
from generation.selectors.documents import text_of
from generation.selectors.parts import EndedParts
from generation.selectors.reports import made_of
from generation.services.read_document import read_document
from jobs.handlers import Child, Complete, Fail, FanOut, Handler, JobContext, JoinPolicy, Span, Verdict


class DocumentAnalysis(Handler[Analysis]):
    kind = "document_analysis"
    label = "Document analysis"
    payload_type = Analysis

    def title(self, payload: Analysis) -> str:
        return f"{payload.work.label} of a document"

    async def run(self, ctx: JobContext, payload: Analysis) -> Verdict:
        """Read and split the document, each once, and leave its parts to the workers."""
        site = await ctx.read(provider)
        if why := refusal(payload, site.name):
            return Fail(" ".join(why.values()), "not_offered")
        document_id = UUID(payload.document_id)

        async def read() -> dict[str, Any]:
            document = await read_document(ctx, document_id)
            return {"media_type": document.media_type, "text_length": document.text_length}

        await ctx.progress(0, "Reading the document")
        document = await ctx.step("read", {"document_id": payload.document_id}, read)

        async def cut() -> list[int]:
            return await ctx.read(_edges, document_id, payload.max_chunk_chars, document["media_type"] in STRUCTURED)

        edges = await ctx.step("split", {**document, "max_chunk_chars": payload.max_chunk_chars}, cut)
        return _fan_out(ctx.job_id, edges, payload)

    async def join(self, ctx: JobContext, payload: Analysis) -> Complete:
        """One report of the parts' results; the machinery says whether it is of all or only of some of them."""
        await ctx.progress(99, "Putting the parts together")
        site, parts = await ctx.read(provider), EndedParts(ctx.job_id)
        value = await whole_of(ctx, site, payload, parts)
        return Complete(await ctx.read(made_of, payload, parts, value, site))


def _edges(document_id: UUID, most: int, is_structured: bool) -> list[int]:
    """Where each part begins, and where the last one ends."""
    text = text_of(document_id)
    return [*(span.start for span in split(text, most, markdown=is_structured)), len(text)]


def _fan_out(job_id: UUID, edges: Sequence[int], payload: Analysis) -> Verdict:
    total = len(edges) - 1
    if total < 1:
        return Fail("There is no text in the document.", "document_without_text")
    if total > MOST_CHUNKS:
        least = -(-edges[-1] // MOST_CHUNKS)
        return Fail(
            f"The document would have {total:,} parts; at most {MOST_CHUNKS:,} are worked. Set max_chunk_chars to"
            f" {2 * least:,} or more.",
            "too_many_parts",
        )
    children = [
        Child(
            "document_chunk",
            {"analysis": job_id, "start": start, "end": end},
            title=f"Part {index + 1:,} of {total:,}",
            max_attempts=payload.max_attempts,
            span=Span(index, start, end),
        )
        for index, (start, end) in enumerate(pairwise(edges))
    ]
    policy = JoinPolicy(at_least=1, at_most_failures=payload.may_fail(total))
    return FanOut(children, policy, at_once=payload.concurrency)

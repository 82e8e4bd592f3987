"""The kind `document_chunk`: one part of a document, one question to a model."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from generation.documents.calls import requests_for_parts
from generation.llm.asking import ask
from generation.llm.provider import Provider
from generation.llm.registry import provider
from generation.selectors.parts import PartToRead, part_to_read
from jobs.handlers import Complete, Handler, JobContext, Payload


class Place(Payload):
    """Characters `start` to `end` (exclusive) of the document that the job `analysis` is about, which says the rest."""

    analysis: UUID
    start: int
    end: int


class DocumentChunk(Handler[Place]):
    kind = "document_chunk"
    label = "Part of a document"
    payload_type = Place
    timeout_seconds = 900.0
    is_part = True

    async def run(self, ctx: JobContext, payload: Place) -> Complete:
        """The answer for this part, every quote in its place."""
        part, site = await ctx.read(_prepared, payload)
        requests = requests_for_parts(part.analysis, site)
        request = requests.chunk(part.text, before=part.before)

        async def answered() -> dict[str, Any]:
            answer = await ask(ctx, site, request)
            if not isinstance(answer, BaseModel):
                raise TypeError(f"{request.task} was answered with {type(answer).__name__}")
            return part.analysis.located(answer.model_dump(mode="json"), part.text, payload.start)

        inputs = {**requests.fingerprint(request), "start": payload.start}
        prompt = f"prompt {requests.prompt_of(request)}"
        found = await ctx.step("analyse", inputs, answered, note=prompt, begins_with_call=True, ends_attempt=True)
        return Complete(found)


def _prepared(place: Place) -> tuple[PartToRead, Provider]:
    return part_to_read(place.analysis, place.start, place.end), provider()

"""Parts of documents as their jobs need them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from generation.documents.analysis import Analysis
from generation.documents.parts import Part
from generation.errors import MissingDocument
from generation.selectors.documents import text_between
from jobs.handlers import registry
from jobs.selectors.chunks import ChunkState, every_chunk, payload_of
from jobs.states import FINAL

KIND = "document_analysis"
# Analyses whose options a worker process remembers: all parts of one have the same.
REMEMBERED = 128


@dataclass(frozen=True, slots=True)
class PartToRead:
    """A part's text, and what stands `before` it, as context. `analysis` is what is asked of the whole."""

    analysis: Analysis
    text: str
    before: str


def part_to_read(job_id: UUID, start: int, end: int) -> PartToRead:
    """Characters `start` to `end` for the analysis `job_id`; MissingDocument where the text is gone."""
    analysis = analysis_of(job_id)
    first = max(0, start - analysis.overlap_chars)
    text = text_between(UUID(analysis.document_id), first, end)
    if len(text) != end - first:
        raise MissingDocument(analysis.document_id)
    return PartToRead(analysis, text[start - first :], text[: start - first])


@lru_cache(maxsize=REMEMBERED)
def analysis_of(job_id: UUID) -> Analysis:
    """What a `document_analysis` job was asked for, which never changes. InvalidSubmission if it cannot be read."""
    payload, version = payload_of(job_id)
    analysis = registry.get(KIND).load(payload, version)
    if not isinstance(analysis, Analysis):
        raise TypeError(f"{KIND} has payloads of {type(analysis).__name__}")
    return analysis


class EndedParts:
    """The parts of a job's document that have ended, in order: read from the database each time anew, in pages.

    So they take the memory of one page, however many they are.
    """

    def __init__(self, job_id: UUID) -> None:
        self._job_id = job_id

    def __iter__(self) -> Iterator[Part]:
        return map(_part, every_chunk(self._job_id, only=FINAL))


def _part(state: ChunkState) -> Part:
    if state.result is not None:
        return Part(state.index, state.start, state.end, state.result)
    message = state.error_message or f"It was {state.status}."
    return Part(state.index, state.start, state.end, None, message, state.error_class or state.status)

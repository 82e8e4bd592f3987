"""What is to be done with a document: the payload of its job."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from generation.cards.options.fields import Id, ModelName, OptionGroup, without_repeats
from generation.documents.templates import Asked

MOST_CHUNKS = 100_000
LONGEST_CHUNK = 100_000
LONGEST_OVERLAP = 10_000


class AnalysisModels(OptionGroup):
    """Names the provider knows; the site's own choice where there is none."""

    analysis: ModelName | None = Field(default=None, title="Model", description="Reads the parts.")
    reduce: ModelName | None = Field(
        default=None, title="Model for the whole", description="Puts the parts together; the same if left out."
    )
    fallbacks: Annotated[list[ModelName], AfterValidator(without_repeats)] = Field(
        default=[], max_length=3, title="Fallback models", description="Asked in this order while the model is away."
    )


class Analysis(Asked):
    """A template or an instruction, for a document that is stored; the rest says how it is worked."""

    document_id: Id = Field(title="Document", description="Id of a document of yours.")
    max_chunk_chars: int = Field(
        default=4000, ge=1, le=LONGEST_CHUNK, title="Part size", description="Characters that a part has at most."
    )
    overlap_chars: int = Field(
        default=0,
        ge=0,
        le=LONGEST_OVERLAP,
        title="Overlap",
        description="Characters before each part that are shown with it, as context only.",
    )
    max_attempts: int = Field(default=3, ge=1, le=25, title="Attempts", description="Of each part.")
    concurrency: int = Field(
        default=20, ge=1, le=1000, title="Parts at once", description="So many are worked at a time."
    )
    failure_threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        title="Failure threshold",
        description="Share of the parts that may fail, such as 0.1; beyond it the job fails. Empty: all but one may.",
    )
    reduce: bool = Field(
        default=True, title="Put together", description="Make one result of those of the parts, at the end."
    )
    models: AnalysisModels = Field(default=AnalysisModels(), title="Models", description="Which of them work.")

    @field_validator("overlap_chars")
    @classmethod
    def _is_shorter_than_a_part(cls, overlap: int, info: ValidationInfo) -> int:
        if overlap and overlap >= info.data.get("max_chunk_chars", LONGEST_CHUNK + 1):
            raise ValueError("overlap_chars must be less than max_chunk_chars; lower the one or raise the other.")
        return overlap

    def may_fail(self, total: int) -> int | None:
        """How many of `total` parts may fail; None for all but one."""
        return None if self.failure_threshold is None else int(self.failure_threshold * total + 1e-9)

"""What an analysis found, once it has ended: put together, or the parts' findings as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.documents.analysis import Analysis
from generation.documents.calls import model_of_parts
from generation.documents.parts import Parts
from generation.documents.report import Maker, report
from generation.llm.provider import Provider
from generation.llm.registry import provider
from generation.selectors.parts import EndedParts, analysis_of
from jobs.errors import InvalidSubmission
from jobs.selectors.artefacts import whole_result
from jobs.selectors.chunks import chunk_states
from jobs.states import SUCCEEDED


def report_of(job: Any) -> Any:
    """The report of `job`, an analysis; None while it works, and where no part of it is done.

    One that failed or was cancelled before its parts were put together has theirs, and says so in `unfinished`.
    """
    if not job.is_final:
        return None
    if job.result is not None:
        return whole_result(job.pk, job.result)
    return _of_parts(job) if chunk_states(job.pk, limit=1, only=SUCCEEDED) else None


def _of_parts(job: Any) -> dict[str, Any] | None:
    try:
        analysis = analysis_of(job.pk)
    except InvalidSubmission:  # of a release that asked otherwise
        return None
    parts = EndedParts(job.pk)
    made = made_of(analysis, parts, analysis.merged(parts), provider())
    why = f" {job.error_message}" if job.error_message else ""
    unfinished = f"The analysis {job.status} before its parts were put together: these are their own findings.{why}"
    return {**made, "unfinished": unfinished}


def made_of(analysis: Analysis, parts: Parts, value: Mapping[str, Any], site: Provider) -> dict[str, Any]:
    """The report of `parts`, whose results are `value` together, as it is kept and shown."""
    maker = Maker(site.name, model_of_parts(analysis, site))
    return {"document_id": analysis.document_id, **report(analysis, parts, value, maker)}

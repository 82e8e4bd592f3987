"""Where a job's files are read, and which of them its result stands for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jobs.queue.artefacts import id_of


def address(job_id: UUID, artefact_id: UUID) -> str:
    """Where the API gives the content."""
    return f"/api/v1/jobs/{job_id}/artefacts/{artefact_id}"


def referred(job_id: UUID, result: Any) -> UUID | None:
    """The artefact of this job that its `result` stands for; None when it stands for itself."""
    match result:
        case {"artefact": {"id": str(given), "name": str(name)}} if given == str(id_of(job_id, name)):
            return UUID(given)
        case _:
            return None

"""The files that a job made, as its readers see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jobs.models import Artefact
from jobs.services.describe import stamp
from jobs.services.references import address


def describe_artefacts(artefacts: Iterable[Artefact]) -> list[dict[str, Any]]:
    """Each without its content; `size` in bytes, `digest` the SHA-256 in hex."""
    return [
        {
            "id": str(artefact.pk),
            "name": artefact.name,
            "media_type": artefact.media_type,
            "size": artefact.size,
            "digest": artefact.digest,
            "created_at": stamp(artefact.created_at),
            "links": {"content": address(artefact.job_id, artefact.pk)},
        }
        for artefact in artefacts
    ]

"""Files that jobs made."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jobs.models import Artefact
from jobs.models.artefact import RESULT


def artefacts_of(job_id: UUID) -> QuerySet[Artefact]:
    """The job's artefacts by name, without their content."""
    return Artefact.objects.filter(job_id=job_id).defer("content").order_by("name")


def digest_of(job_id: UUID, artefact_id: UUID) -> str:
    """The digest alone: who has the content costs no reading of it. DoesNotExist as of `artefact_of`."""
    return Artefact.objects.only("digest").get(pk=artefact_id, job_id=job_id).digest


def artefact_of(job_id: UUID, artefact_id: UUID) -> Artefact:
    """One with its content; DoesNotExist when the job has no such artefact. Whose the job is, the caller checks."""
    return Artefact.objects.get(pk=artefact_id, job_id=job_id)


def whole_result(job_id: UUID, result: Any) -> Any:
    """The `result` of the job, read from its artefact when it is too large for the job's row."""
    if not is_large(result):
        return result
    kept = Artefact.objects.filter(job_id=job_id, name=RESULT).values_list("content", flat=True).first()
    return result if kept is None else json.loads(bytes(kept))


def is_large(result: Any) -> bool:
    """Whether a job's `result` only refers to the artefact that is the whole of it."""
    match result:
        case {"artefact": {"name": name}}:
            return name == RESULT and len(result) == 1
        case _:
            return False

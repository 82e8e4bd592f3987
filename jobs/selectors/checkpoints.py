"""Stored outputs of steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jobs.models import StepCheckpoint


def find_checkpoint(job_id: UUID, name: str, input_hash: str) -> tuple[bool, Any]:
    """(True, output) when the step was finished with these inputs, else (False, None)."""
    rows = StepCheckpoint.objects.filter(job_id=job_id, name=name, input_hash=input_hash)
    output = list(rows.values_list("output", flat=True)[:1])
    return (True, output[0]) if output else (False, None)


def checkpoints_of(job_id: UUID) -> QuerySet[StepCheckpoint]:
    """The job's finished steps, oldest first, without their outputs."""
    return StepCheckpoint.objects.filter(job_id=job_id).defer("output").order_by("id")

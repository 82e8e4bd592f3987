"""A file that a job made: what is too large for its result, or meant to be taken away."""

from __future__ import annotations

from typing import ClassVar

import uuid_utils.compat as uuid
from django.db import models

from jobs.models.job import Job

# The artefact that is the whole of a result too large for the job's row.
RESULT = "result.json"


class Artefact(models.Model):
    """`content` is `size` bytes with the SHA-256 `digest` (hex). Kept in the database: every host reaches it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="artefacts", db_index=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "name"], name="artefact_name_once_per_job"),
        ]

    def __str__(self) -> str:
        return self.name

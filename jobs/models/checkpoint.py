"""The stored output of a pipeline's step: a retry resumes at the first step that has none."""

from typing import ClassVar

from django.db import models

from jobs.models.job import Job


class StepCheckpoint(models.Model):
    """`input_hash` is the SHA-256 of the step's inputs: other inputs, another checkpoint."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="checkpoints", db_index=False)
    name = models.CharField(max_length=80)
    input_hash = models.CharField(max_length=64)
    output = models.JSONField()
    attempt = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "name", "input_hash"], name="checkpoint_once_per_input")
        ]

    def __str__(self) -> str:
        return self.name

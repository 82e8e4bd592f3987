"""A part of a document worked as a child job: what is the chunk's own, and not the job's."""

from typing import ClassVar

from django.db import models

from jobs.models.job import Job


class ChunkRecord(models.Model):
    """Characters `start` (inclusive) to `end` (exclusive) of the parent's document."""

    parent = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    child = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="chunk")
    index = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    result = models.JSONField(null=True, blank=True)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost_nano = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["parent_id", "index"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "index"], name="chunk_index_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="chunk_not_empty"),
        ]

    def __str__(self) -> str:
        return f"chunk {self.index}"

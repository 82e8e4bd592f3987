"""What happened to a job, numbered without a gap: the truth behind every live view."""

from typing import ClassVar

from django.db import models

from jobs.models.job import Job


class JobLog(models.Model):
    """`type` is one of `jobs.events.EVENT_TYPES`. The key has no database foreign key: prune deletes both."""

    pk = models.CompositePrimaryKey("job_id", "seq")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="logs", db_constraint=False, db_index=False)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=12)
    level = models.CharField(max_length=8, default="info")
    message = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["job_id", "seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}: {self.message}"

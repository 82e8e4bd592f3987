"""One claim of a job, from its start to how it ended."""

from typing import ClassVar

from django.db import models

from jobs.models.job import Job
from jobs.states import AttemptOutcome


class Attempt(models.Model):
    """`outcome` is null while the attempt runs."""

    pk = models.CompositePrimaryKey("job_id", "number")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="attempts", db_constraint=False, db_index=False)
    number = models.PositiveIntegerField()
    lease_id = models.UUIDField()
    worker_id = models.UUIDField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=AttemptOutcome.choices, null=True)
    error_class = models.CharField(max_length=100, blank=True)
    error_message = models.TextField(blank=True)
    traceback = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["job_id", "number"]

    def __str__(self) -> str:
        return f"attempt {self.number}"

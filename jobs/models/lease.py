"""A worker's hold on a job: claim inserts the row, settle deletes it. Heartbeat and rescue read only this table."""

from typing import ClassVar

from django.db import models

from jobs.models.job import Job


class Lease(models.Model):
    job = models.OneToOneField(
        Job, primary_key=True, on_delete=models.CASCADE, related_name="lease", db_constraint=False
    )
    lease_id = models.UUIDField(unique=True)
    worker_id = models.UUIDField()
    kind = models.CharField(max_length=64)
    owner_id = models.UUIDField()
    claimed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    deadline_at = models.DateTimeField(help_text="The attempt's time limit; not extended past it.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["worker_id"], name="lease_of_worker"),
            models.Index(fields=["expires_at"], name="lease_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} by {self.worker_id}"

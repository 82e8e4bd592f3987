"""An edge: a job that waits for another to end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jobs.models.job import Job


class Dependency(models.Model):
    """`job` waits while the edge is open; it is closed in the transaction that ends `upstream`.

    `on_failure` says what becomes of `job` when `upstream` fails or is cancelled: it is cancelled, and so are those
    that wait for it; it is left out (`skip`), and they go on; it is held for a person; or it runs all the same.
    """

    class OnFailure(models.TextChoices):
        CANCEL = "cancel"
        SKIP = "skip"
        HOLD = "hold"
        RUN = "run"

    pk = models.CompositePrimaryKey("job_id", "upstream_id")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="upstream_edges", db_index=False)
    upstream = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="downstream_edges", db_index=False)
    on_failure = models.CharField(max_length=6, choices=OnFailure.choices, default=OnFailure.CANCEL)
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "dependencies"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(job=F("upstream")), name="dependency_on_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["upstream"], name="dependency_upstream")]

    def __str__(self) -> str:
        return f"{self.job_id} waits for {self.upstream_id}"

"""A job's tag, as a row, so that lists filter on it in SQL."""

from typing import ClassVar

from django.db import models

from jobs.models.job import Job


class JobTag(models.Model):
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="tag_rows", db_index=False)
    name = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "name"], name="job_tag_once")]
        indexes: ClassVar = [models.Index(fields=["name", "job"], name="job_tag_name")]

    def __str__(self) -> str:
        return self.name

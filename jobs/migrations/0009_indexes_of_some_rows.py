"""Indexes of columns that few jobs use, without the rows that do not."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from jobs.migrations._indexes import AddIndexBesideWrites, AddUniquenessBesideWrites


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [("jobs", "0008_standing")]

    operations: ClassVar = [
        AddUniquenessBesideWrites(
            model_name="job",
            constraint=models.UniqueConstraint(
                fields=["owner", "idempotency_key"],
                name="job_idempotency_key",
                condition=Q(idempotency_key__isnull=False),
            ),
        ),
        AddUniquenessBesideWrites(
            model_name="job",
            constraint=models.UniqueConstraint(
                fields=["unique_key"], name="job_unique_key", condition=Q(unique_key__isnull=False)
            ),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(fields=["root"], name="job_parts", condition=Q(parent__isnull=False)),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(fields=["assignee"], name="job_of_assignee", condition=Q(assignee__isnull=False)),
        ),
    ]

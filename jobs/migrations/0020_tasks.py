"""Indexes of people's tasks: what they have to do, what they have done, and when it is due."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from jobs.migrations._indexes import AddIndexBesideWrites


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [("jobs", "0019_lifts_reminders_missed")]

    operations: ClassVar = [
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                fields=["owner", "id"], name="job_open_tasks", condition=Q(kind="manual", finished_at__isnull=True)
            ),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(fields=["owner", "id"], name="job_newest_tasks", condition=Q(kind="manual")),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                fields=["owner", "finished_at", "id"], name="job_tasks_of_owner", condition=Q(kind="manual")
            ),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(fields=["owner", "due_at"], name="job_due_of_owner", condition=Q(due_at__isnull=False)),
        ),
    ]

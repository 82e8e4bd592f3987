"""How much an owner has waiting, and which jobs have fanned out, from indexes."""

from typing import ClassVar

from django.db import migrations, models

from jobs.migrations._indexes import AddIndexBesideWrites


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [("jobs", "0003_graph_policies_schedules")]

    operations: ClassVar = [
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                condition=models.Q(outcome__isnull=True), fields=["owner", "priority"], name="job_live_of_owner"
            ),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                condition=models.Q(join_policy__isnull=False, outcome__isnull=True),
                fields=["id"],
                name="job_fanned_out",
            ),
        ),
    ]

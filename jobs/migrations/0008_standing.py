"""What an owner has unfinished and waiting, without the parts of other jobs, from one index."""

from typing import ClassVar

from django.db import migrations, models

from jobs.migrations._indexes import AddIndexBesideWrites


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [("jobs", "0007_limits_in_words")]

    operations: ClassVar = [
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                fields=["owner", "priority", "parent", "turn_at"],
                name="job_standing",
                condition=models.Q(outcome__isnull=True),
            ),
        ),
        migrations.RemoveIndex(model_name="job", name="job_live_of_owner"),
    ]

"""Schedules know the version of their payload, as jobs do."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0016_time_entries")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="schedule",
            name="payload_version",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
    ]

"""Unique keys that a job has beyond its end."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0014_places")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="job",
            name="keeps_key",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Whether it has its unique key beyond its end."
            ),
        ),
    ]

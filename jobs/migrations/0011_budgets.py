"""What is counted against budgets, and the jobs that are held."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from jobs.migrations._indexes import AddIndexBesideWrites


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [("jobs", "0010_fewer_keys"), ("accounts", "0003_daily_budget")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Spend",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("settled_nano", models.BigIntegerField(default=0)),
                ("reserved_nano", models.BigIntegerField(default=0)),
                ("wanted_nano", models.BigIntegerField(default=0)),
                ("day", models.DateField(help_text="Of an owner's day, in UTC.", null=True)),
            ],
            options={
                "verbose_name_plural": "spend",
                "indexes": [models.Index(condition=Q(day__isnull=False), fields=["day"], name="spend_day")],
            },
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                condition=Q(held_reason__isnull=False), fields=["held_reason", "id"], name="job_held"
            ),
        ),
    ]

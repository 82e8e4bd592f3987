"""The indexes of all rows that 0009 replaced go, and keys that the queue keeps by itself."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0009_indexes_of_some_rows")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="job", name="job_idempotency_per_owner"),
        migrations.RemoveIndex(model_name="job", name="job_tree"),
        migrations.AlterField(
            model_name="job",
            name="unique_key",
            field=models.CharField(blank=True, max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name="job",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_jobs",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="root",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="tree",
                to="jobs.job",
            ),
        ),
        migrations.AlterField(
            model_name="lease",
            name="job",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="lease",
                serialize=False,
                to="jobs.job",
            ),
        ),
    ]

"""Priorities that are inherited, reminders of due dates and their notices, times of schedules that were missed."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from jobs.migrations._indexes import AddIndexBesideWrites

PRIORITIES = [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("urgent", "Urgent")]


def cancel_instead(apps: Any, schema_editor: Any) -> None:
    """The release before knows no `skip`, and would run those jobs all the same."""
    apps.get_model("jobs", "Dependency").objects.filter(on_failure="skip").update(on_failure="cancel")


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [
        ("jobs", "0018_roll_ups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="job",
            name="lifted_to",
            field=models.CharField(
                blank=True,
                choices=PRIORITIES,
                help_text="Priority of the most urgent job that waits for it, where that is higher than its own.",
                max_length=8,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="remind_minutes_before",
            field=models.PositiveIntegerField(
                blank=True, help_text="How long before it is due its person is reminded.", null=True
            ),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                condition=Q(lifted_to__isnull=False, outcome__isnull=True), fields=["id"], name="job_lifted"
            ),
        ),
        migrations.AlterField(
            model_name="dependency",
            name="on_failure",
            field=models.CharField(
                choices=[("cancel", "Cancel"), ("skip", "Skip"), ("hold", "Hold"), ("run", "Run")],
                default="cancel",
                max_length=6,
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, cancel_instead),
        migrations.AddField(
            model_name="schedule",
            name="missed",
            field=models.CharField(
                choices=[("once", "Once"), ("skip", "Skip"), ("all", "All")],
                db_default="once",
                default="once",
                max_length=4,
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=200)),
                ("about_id", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(
                        condition=Q(dismissed_at__isnull=True), fields=["person", "-at"], name="notice_open"
                    )
                ],
            },
        ),
    ]

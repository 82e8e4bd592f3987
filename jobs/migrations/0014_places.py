"""Fan-outs that let only so many of their children be at work at a time."""

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from jobs.migrations._indexes import AddCheckBesideWrites, AddIndexBesideWrites


def let_all_in(apps: Any, schema_editor: Any) -> None:
    """The release before knows no line: whoever stands in it would stay there."""
    in_line = apps.get_model("jobs", "Job").objects.filter(has_place=False, status="blocked", open_edges=0)
    in_line.update(has_place=True, status="pending", turn_at=Now())


class Migration(migrations.Migration):
    atomic = False  # an index made beside writes cannot be made in a transaction

    dependencies: ClassVar = [("jobs", "0013_spans_in_words")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="job",
            name="children_at_once",
            field=models.PositiveIntegerField(
                blank=True, help_text="How many of its children may be at work at a time. Empty: all.", null=True
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="has_place",
            field=models.BooleanField(
                help_text="Among the children of its parent that may be at work. Empty: they all may.", null=True
            ),
        ),
        AddIndexBesideWrites(
            model_name="job",
            index=models.Index(
                condition=Q(has_place__isnull=False, outcome__isnull=True),
                fields=["parent", "has_place", "id"],
                name="job_places",
            ),
        ),
        AddCheckBesideWrites(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=Q(has_place__isnull=True) | Q(has_place=True) | Q(turn_at__isnull=True),
                name="job_in_line_has_no_turn",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, let_all_in),
    ]

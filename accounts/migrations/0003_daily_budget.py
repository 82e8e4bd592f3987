"""What a person's jobs may cost in a day."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_ticket_family_id")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="user",
            name="daily_budget_nano",
            field=models.BigIntegerField(
                blank=True, help_text="Cap of a day in billionths of a dollar; empty for the site's own.", null=True
            ),
        ),
    ]

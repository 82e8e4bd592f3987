"""Room for updates in place on the hot tables, and a vacuum that comes early."""

from typing import ClassVar

from django.db import migrations

from jobs.migrations._storage import SetStorage


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0001_initial")]

    operations: ClassVar = [
        SetStorage("job", fillfactor=50, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.02),
        SetStorage("lease", fillfactor=50, autovacuum_vacuum_scale_factor=0.0, autovacuum_vacuum_threshold=1000),
    ]

from django.apps import AppConfig
from django.core.checks import register


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Register the kinds; tell accounts what becomes of a person's jobs. Imported here: models load before."""
        from accounts.hooks import on_delete_account, on_export  # noqa: PLC0415
        from jobs.handlers import registry  # noqa: PLC0415
        from jobs.handlers.checks import check_retention  # noqa: PLC0415
        from jobs.kinds import KINDS  # noqa: PLC0415
        from jobs.services import (  # noqa: PLC0415
            delete_jobs_of,
            export_jobs_of,
            export_notices_of,
            export_schedules_of,
            export_time_of,
        )

        registry.register(*KINDS)
        register(check_retention, "handlers")
        on_delete_account(delete_jobs_of)
        on_export("jobs", lambda user: list(export_jobs_of(user)))
        on_export("schedules", export_schedules_of)
        on_export("notices", export_notices_of)
        on_export("time_entries", export_time_of)

"""Drains N jobs that do nothing by the `db_worker` of django-tasks-db; says how long it took, by the rows it keeps.

DATABASE_URL=... python django_tasks_app.py N
"""

import json
import os
import sys
from urllib.parse import urlsplit

import django
from django.conf import settings


def set_up() -> None:
    url = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        INSTALLED_APPS=["django_tasks", "django_tasks_db"],
        TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": url.path.removeprefix("/"),
                "HOST": url.hostname,
                "PORT": url.port,
                "USER": url.username,
                "PASSWORD": url.password,
            }
        },
    )
    django.setup()


def main(jobs: int) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.db.models import Count, Max, Min
    from django_tasks_app import nothing
    from django_tasks_db.models import DBTaskResult

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        for n in range(jobs):
            nothing.enqueue(n)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    done = DBTaskResult.objects.filter(finished_at__isnull=False)
    told = done.aggregate(jobs=Count("pk"), first=Min("started_at"), last=Max("finished_at"))
    print(json.dumps({"jobs": told["jobs"], "seconds": (told["last"] - told["first"]).total_seconds()}))


if __name__ == "__main__":
    set_up()
    main(int(sys.argv[1]))
else:
    from django_tasks import task

    @task()
    def nothing(n: int) -> int:
        return n

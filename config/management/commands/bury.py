"""`manage.py bury`: tell the queue that workers of this host are dead."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from jobs.services import workers


class Command(BaseCommand):
    help = "Release the leases of dead workers at once, so that nobody waits for them to expire."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workers", nargs="+", type=UUID, metavar="WORKER", help="ids given by --worker-id")

    def handle(self, *args: Any, **options: Any) -> None:
        for worker in options["workers"]:
            workers.bury(worker)

"""`manage.py prepare`: everything that must be true before web and workers start."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from config import env, preparation
from jobs.services import workers


class Command(BaseCommand):
    help = "Wait for the database, migrate once however many processes ask for it, and tidy up after a crash."
    # What a worker would stop at is said before anything is served.
    requires_system_checks = ("handlers",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wait", type=float, default=env.get("DATABASE_WAIT_SECONDS"), metavar="SECONDS", help="for the database"
        )
        parser.add_argument("--first-login", action="store_true", help="in development, make the first staff login")
        parser.add_argument(
            "--bury",
            type=UUID,
            action="append",
            default=[],
            metavar="WORKER",
            help="release the leases of this dead worker",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preparation.wait_for_database(options["wait"])
        except preparation.DatabaseUnreachable as cause:
            raise CommandError(str(cause)) from cause
        preparation.migrate(verbosity=options["verbosity"])
        for worker in options["bury"]:
            workers.bury(worker)
        if options["first_login"] and (login := preparation.first_login()):
            email, password = login
            self.stdout.write(f"Your staff login: {email}, password {password} (shown this once)")

"""`manage.py rollups`: bring the roll-ups of the metrics up to date, check them against the rows, make them anew."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.services.rollups import catch_up, differences, make_anew, rolled_up_through

MOST = 50


class Command(BaseCommand):
    help = (
        "Sum what was done into the roll-ups that metrics of long periods read, as workers do every minute. --check"
        " compares them with the rows and names what differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--check", action="store_true", help="change nothing; exit status 1 where anything differs")
        choice.add_argument(
            "--rebuild", action="store_true", help="drop the sums of jobs that are there and make them again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        if options["rebuild"]:
            make_anew()
        for _ in catch_up():
            if self.stdout.isatty():
                self.stdout.write(f"\rrolled up {self._reach()}", ending="")
                self.stdout.flush()
        if self.stdout.isatty():
            self.stdout.write("\r\033[K", ending="")
        self.stdout.write(f"Rolled up {self._reach()}.")

    def _check(self) -> None:
        found = list(islice(differences(), MOST + 1))
        for difference in found[:MOST]:
            self.stdout.write(str(difference))
        if found:
            more = "" if len(found) <= MOST else ", and there are more"
            raise CommandError(
                f"{len(found[:MOST])} sums differ from the rows{more}: `manage.py rollups --rebuild` makes them again."
            )
        self.stdout.write(f"The roll-ups are what the rows add up to, {self._reach()}.")

    def _reach(self) -> str:
        moment = rolled_up_through()
        return f"through {moment:%Y-%m-%d %H:%M} UTC" if moment else "nothing yet: nothing is older than an hour"

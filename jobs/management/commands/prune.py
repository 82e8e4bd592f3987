"""`manage.py prune`: delete what is past its retention, now instead of when a worker gets to it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.errors import UnknownKind
from jobs.handlers.leftovers import Leftovers, registered
from jobs.handlers.retention import Rule, rules
from jobs.queue.prune import expired, prune
from jobs.services.kinds import refuse_unknown_kinds


class Command(BaseCommand):
    help = (
        "Delete finished jobs that are past the retention of their kind and state, and documents that nobody used for"
        " long, a batch a transaction."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", nargs="+", default=[], help="only these kinds, known to this release or not")
        parser.add_argument("--dry-run", action="store_true", help="say how many there are, and delete none")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds, total = options["kind"], 0
        try:
            refuse_unknown_kinds(kinds)
        except UnknownKind as error:
            raise CommandError(error.errors["kind"]) from None
        for rule in (rule for rule in rules() if not kinds or rule.kind in kinds):
            found = expired(rule.kind, rule.outcome, rule.days).count()
            if not found:
                continue
            total += found if options["dry_run"] else self._prune(rule, found)
            self.stdout.write(f"{rule.kind}, {rule.outcome} for more than {rule.days:g} days: {found}")
        for leftovers in () if kinds else registered():
            if found := leftovers.count():
                total += found if options["dry_run"] else _deleted(leftovers)
                self.stdout.write(f"{leftovers.title}: {found}")
        verb = "would be deleted" if options["dry_run"] else "deleted, their parts counted"
        self.stdout.write(f"{total} {verb}." if total else "Nothing is past its retention.")

    def _prune(self, rule: Rule, found: int) -> int:
        """How many were deleted, parts counted; on a terminal a line follows it."""
        total = 0
        while deleted := prune(rule.kind, rule.outcome, rule.days):
            total += deleted
            if self.stdout.isatty():
                self.stdout.write(f"\r{rule.kind}: {total} deleted, about {max(0, found - total)} left", ending="")
                self.stdout.flush()
        if self.stdout.isatty():
            self.stdout.write("\r\033[K", ending="")
        return total


def _deleted(leftovers: Leftovers) -> int:
    total = 0
    while deleted := leftovers.delete_some():
        total += deleted
    return total

"""`manage.py jobs`: find, read, control and follow jobs from a shell, whoever owns them."""

from __future__ import annotations

import argparse
import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from jobs.errors import UnknownKind
from jobs.management import shown
from jobs.models import Job
from jobs.queue.acted import BulkAction, BulkOutcome
from jobs.queue.bulk import act_on
from jobs.selectors.filtering import Filters, filtered
from jobs.selectors.jobs import all_jobs
from jobs.services.describe import describe_job
from jobs.services.detail import describe_in_full
from jobs.services.follow import follow
from jobs.services.kinds import refuse_unknown_kinds
from jobs.states import Status

MOST = 1000
# As a shell tells of a process that Ctrl-C ended.
INTERRUPTED = 130


def number_of_jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"must be 1 to {MOST}")
    return number


def number_of_an_event(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


class Command(BaseCommand):
    help = "List, read, retry, cancel and follow jobs, whoever owns them."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|show|retry|cancel|tail")
        listing = verbs.add_parser("list", help="the newest jobs")
        listing.add_argument("--status", nargs="+", choices=Status.values, default=[], help="in any of these states")
        listing.add_argument("--kind", nargs="+", default=[], help="of any of these kinds")
        listing.add_argument("--owner", metavar="EMAIL", help="of this owner")
        listing.add_argument("--children", action="store_true", help="parts of other jobs too")
        listing.add_argument("--limit", type=number_of_jobs, default=20, help=f"at most so many (20, up to {MOST})")
        listing.add_argument("--json", action="store_true", help="one JSON document a line")
        showing = verbs.add_parser("show", help="one job with its attempts, steps, cost and error")
        showing.add_argument("id", type=UUID)
        showing.add_argument("--json", action="store_true", help="as the API has it")
        for verb, words in (("retry", "run them again"), ("cancel", "stop them")):
            acting = verbs.add_parser(verb, help=words)
            acting.add_argument("ids", nargs="+", type=UUID, metavar="id")
        tailing = verbs.add_parser("tail", help="a job's events as they come, until it is final")
        tailing.add_argument("id", type=UUID)
        tailing.add_argument("--after", type=number_of_an_event, default=0, metavar="SEQ", help="begin after it")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["verb"]:
            case "list":
                self._list(options)
            case "show":
                self._show(options)
            case "tail":
                self._tail(options)
            case verb:
                self._act(BulkAction(verb), options["ids"])

    def _list(self, options: dict[str, Any]) -> None:
        try:
            refuse_unknown_kinds(options["kind"])
        except UnknownKind as error:
            raise CommandError(error.errors["kind"]) from None
        found = filtered(
            all_jobs(), Filters(status=options["status"], kind=options["kind"], children=options["children"])
        )
        if options["owner"]:
            found = found.owned_by(_owner(options["owner"]))
        jobs = list(found.select_related("owner").order_by("-pk")[: options["limit"]])
        if options["json"]:
            for job in jobs:
                self.stdout.write(shown.as_json(describe_job(job)))
            return
        for line in shown.table(jobs):
            self.stdout.write(line)

    def _show(self, options: dict[str, Any]) -> None:
        told = describe_in_full(self._job(options["id"]))
        if options["json"]:
            self.stdout.write(shown.as_json(told))
            return
        for line in shown.page(told):
            self.stdout.write(line)

    def _tail(self, options: dict[str, Any]) -> None:
        job = self._job(options["id"])
        try:
            for event in follow(job.pk, options["after"]):
                self.stdout.write(shown.event(event))
                self.stdout.flush()
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def _act(self, action: BulkAction, ids: list[UUID]) -> None:
        told = act_on(all_jobs(), action, list(dict.fromkeys(ids)))
        for acted in told:
            self.stdout.write(f"{acted.job_id}  {acted.outcome}  {acted.detail}".rstrip())
        refused = [acted for acted in told if acted.outcome not in {BulkOutcome.DONE, BulkOutcome.UNCHANGED}]
        if refused:
            raise CommandError(f"{len(refused)} of {len(told)} were refused; the lines above say why.")

    def _job(self, job_id: UUID) -> Job:
        job = all_jobs().filter(pk=job_id).first()
        if job is None:
            raise CommandError(f"There is no job {job_id}; `manage.py jobs list` shows the newest.")
        return job


def _owner(email: str) -> UUID:
    try:
        return User.objects.get_by_natural_key(email).pk
    except User.DoesNotExist:
        raise CommandError(f"Nobody has the address {email!r}; look it up in the console's users.") from None

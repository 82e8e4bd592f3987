"""`manage.py import_tasks`: take over people's tasks from another program."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from jobs.errors import InvalidSubmission
from jobs.services.import_tasks import import_task, is_there
from jobs.services.task_file import Task, TaskFile, read_tasks

MOST_FAULTS_TOLD = 20
MOST_SHOWN = 20
USAGE, REFUSED = 2, 1


class Command(BaseCommand):
    help = (
        "Take over tasks from a CSV or JSON file as manual jobs of one account, with their states and times. Says what "
        "it would do unless --apply is given; may be run again: a task that is there already stays as it is. Exit "
        "status: 0 all can be read, 1 some cannot, 2 nothing was tried."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="its name ends in .csv or .json")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="whose tasks they become")
        parser.add_argument("--apply", action="store_true", help="do it; without it, only say what would be done")
        parser.add_argument("--one-is-urgent", action="store_true", help="of priorities 1 to 5, 1 is the most urgent")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(email__iexact=options["owner"]).first()
        if owner is None:
            raise CommandError(f"There is no account with the address {options['owner']}.", returncode=USAGE)
        found = _read(options["file"], ZoneInfo(owner.time_zone), one_is_urgent=options["one_is_urgent"])
        counts: Counter[str] = Counter()
        seen: set[str] = set()
        for task in found.tasks:
            if options["apply"]:
                is_new = import_task(owner, task)
            else:
                is_new = task.key not in seen and not is_there(owner, task)
                self._preview(task, is_new=is_new, number=len(seen))
                seen.add(task.key)
            counts[str(task.status) if is_new else "there"] += 1
        self._tell(found, counts, applied=options["apply"])

    def _preview(self, task: Task, *, is_new: bool, number: int) -> None:
        """The first tasks as they would be; of the others their number is told."""
        if number < MOST_SHOWN:
            due = f", due {task.due_at:%Y-%m-%d %H:%M %Z}" if task.due_at else ""
            there = "" if is_new else " (there already)"
            self.stdout.write(f"  {task.title}: {task.status}, {task.priority}{due}{there}")

    def _tell(self, found: TaskFile, counts: Counter[str], *, applied: bool) -> None:
        there = counts.pop("there", 0)
        words = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items())) or "nothing new"
        self.stdout.write(f"{'Imported' if applied else 'Would import'} {counts.total():,}: {words}.")
        if there:
            self.stdout.write(f"{there:,} are there already and stay as they are.")
        if not applied and counts:
            self.stdout.write("Nothing was written; give --apply to do it.")
        for number, fault in list(found.faults.items())[:MOST_FAULTS_TOLD]:
            self.stderr.write(f"Task {number}: {fault}")
        if found.faults:
            raise CommandError(f"{len(found.faults):,} cannot be read.", returncode=REFUSED)


def _read(file: Path, zone: ZoneInfo, *, one_is_urgent: bool) -> TaskFile:
    ending = file.suffix.lower()
    if ending not in {".csv", ".json"}:
        raise CommandError(f"{file}: the name of the file must end in .csv or .json.", returncode=USAGE)
    try:
        return read_tasks(file.read_bytes(), is_json=ending == ".json", zone=zone, one_is_urgent=one_is_urgent)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=USAGE) from None
    except InvalidSubmission as error:
        raise CommandError(f"{file}: {error.errors['file']}", returncode=USAGE) from None

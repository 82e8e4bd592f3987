"""`manage.py generate_card`: ask for a card from a shell, follow it, and take it away."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from accounts.selectors.shell import owner_of_shell
from generation.cards.export import FORMATS
from generation.management.card_target import check_card_target, write_card
from generation.management.endings import CANCELLED, FAILED, cost_in_words, left_waiting
from generation.management.flags import PREFIX, add_flags, named_as_flags, options_of
from generation.management.following import FollowingCommand, refusals
from generation.management.watching import DELETED, watch
from generation.selectors.cards import card_of
from generation.services.generate import generate
from jobs.selectors.jobs import all_jobs
from jobs.services import Submitted
from jobs.services.describe import describe_job
from jobs.states import Status


class Command(FollowingCommand):
    help = "Ask for a character card, follow its job, and write the card to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="where to write the card: a name in .png, .json or .charx"
        )
        parser.add_argument("--format", choices=FORMATS, help="the file's format; default: by --out, else png")
        self.add_following_arguments(parser, whose="whose card it is", title="the name or the concept", printed="job")
        add_flags(parser)

    def handle(self, *args: Any, **given: Any) -> None:
        self.check_following(given)
        has_picture = given[PREFIX + "avatar"] != "none"
        check_card_target(given["out"], given["format"], has_picture=has_picture)
        submitted = self._submit(given)
        if given["no_wait"]:
            self._tell(submitted.job.pk, given)
            return
        status = watch(submitted, inline=given["inline"], quiet=given["quiet"] or given["json"])
        if status != Status.COMPLETED:
            if given["json"] and status != DELETED:
                self.stdout.write(json.dumps(describe_job(all_jobs().get(pk=submitted.job.pk)), default=str))
            raise _unfinished(submitted.job.pk, status)
        self._tell(submitted.job.pk, given)

    def _submit(self, given: dict[str, Any]) -> Submitted:
        options = options_of(given)
        if options["concept"] == "-":
            options["concept"] = sys.stdin.read()
        with refusals(named_as_flags):
            owner = owner_of_shell(given["owner"])
            return generate(owner.pk, options, title=given["title"], idempotency_key=given["key"])

    def _tell(self, job_id: UUID, given: dict[str, Any]) -> None:
        """Write the file, and say what came of it."""
        job = all_jobs().get(pk=job_id)
        told = describe_job(job)
        if job.status == Status.COMPLETED and (given["out"] or given["format"]):
            path = write_card(card_of(job.owner_id, UUID(told["result"]["card_id"])), given["out"], given["format"])
            told["file"] = str(path)
        if given["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, default=str))
        elif job.status == Status.COMPLETED:
            card = told["result"]
            self.stdout.write(f"{card['name']}: {card['lore_entries']} lore entries, {cost_in_words(told)}")
            self.stdout.write(told.get("file") or f"card {card['card_id']}; --out FILE writes it to a file")
        else:
            self.stdout.write(str(job_id))


def _unfinished(job_id: UUID, status: str) -> CommandError:
    job = all_jobs().filter(pk=job_id).first()
    if status == Status.FAILED and job is not None:
        text = f"Job {job_id} failed: {job.error_message} Finished steps are kept: manage.py jobs retry {job_id}."
        return CommandError(text, returncode=FAILED)
    if status in {Status.SCHEDULED, Status.HELD} and job is not None:
        return left_waiting(job)
    return CommandError(f"Job {job_id} is {status}; there is no card.", returncode=CANCELLED)

"""`manage.py analyze`: ask for the analysis of a document from a shell, follow it, and take the report away."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from accounts.selectors.shell import owner_of_shell
from generation.documents.reading.errors import Unreadable
from generation.errors import DocumentRefused
from generation.management.analysis_flags import add_flags, named_as_flags, options_of
from generation.management.endings import (
    CANCELLED,
    FAILED,
    PARTIAL,
    REFUSED,
    UNWRITTEN,
    check_target,
    cost_in_words,
    left_waiting,
)
from generation.management.following import FollowingCommand, refusals
from generation.management.watching import watch
from generation.selectors.analyses import describe_analysis
from generation.services.analysis_files import errors_file, report_file, result_file
from generation.services.analyze import Told, analyze, check_options
from generation.services.documents import store_document
from jobs.money import nano
from jobs.selectors.jobs import all_jobs
from jobs.services import Submitted
from jobs.states import Status

STDIN = Path("-")


class Command(FollowingCommand):
    help = "Ask for the analysis of a document, follow its job, and write the report to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?", help="the document; - reads standard input")
        parser.add_argument("--document", type=UUID, metavar="ID", help="a document that is stored, in place of FILE")
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="where to write the report; all of the result if it ends in .json"
        )
        parser.add_argument("--errors", type=Path, metavar="FILE", help="where to write what failed, as JSON")
        self.add_following_arguments(parser, whose="whose it is", title="the document's name", printed="analysis")
        add_flags(parser)

    def handle(self, *args: Any, **given: Any) -> None:
        self.check_following(given)
        for flag in ("out", "errors"):
            check_target(given[flag], f"--{flag}")
        submitted = self._submit(given)
        if given["no_wait"]:
            self.stdout.write(json.dumps({"job_id": str(submitted.job.pk)}) if given["json"] else str(submitted.job.pk))
            return
        status = watch(submitted, inline=given["inline"], quiet=given["quiet"] or given["json"])
        if status in {Status.SCHEDULED, Status.HELD}:
            raise left_waiting(all_jobs().get(pk=submitted.job.pk))
        if status not in {Status.COMPLETED, Status.PARTIAL_SUCCESS, Status.FAILED}:
            text = f"Job {submitted.job.pk} is {status}; there is no report."
            raise CommandError(text, returncode=CANCELLED)
        self._tell(submitted.job.pk, given)

    def _submit(self, given: dict[str, Any]) -> Submitted:
        with refusals(named_as_flags, DocumentRefused, Unreadable):
            owner, options = owner_of_shell(given["owner"]), options_of(given)
            check_options(options)
            cap = None if given["max_cost_usd"] is None else nano(given["max_cost_usd"])
            told = Told(title=given["title"], max_cost_nano=cap, idempotency_key=given["key"])
            return analyze(owner.pk, _document(owner.pk, given), options, told)

    def _tell(self, job_id: UUID, given: dict[str, Any]) -> None:
        """Write the files, say what came of it, and end as it did."""
        job = all_jobs().get(pk=job_id)
        told = describe_analysis(job, after=-1, limit=0)
        if given["errors"]:
            _write(given["errors"], "".join(errors_file(job)), job_id)
        if given["out"] and job.status != Status.FAILED:
            is_json = given["out"].suffix.lower() == ".json"
            _write(given["out"], "".join(result_file(job)) if is_json else report_file(job) or "", job_id)
        if given["json"]:
            self.stdout.write("".join(result_file(job)), ending="")
        elif job.status != Status.FAILED:
            self._say(job, told, given)
        again = f"manage.py jobs retry {job_id} works only what failed."
        if job.status == Status.FAILED:
            raise CommandError(f"Job {job_id} failed: {job.error_message} {again}", returncode=FAILED)
        if job.status == Status.PARTIAL_SUCCESS:
            raise CommandError(f"{told['error_summary']} {again}", returncode=PARTIAL)

    def _say(self, job: Any, told: dict[str, Any], given: dict[str, Any]) -> None:
        if given["out"]:
            done = f"{told['chunks_completed']:,} of {told['total_chunks']:,} parts"
            self.stdout.write(f"{given['out']}: {done}, {cost_in_words(told)}")
        else:
            self.stdout.write(report_file(job) or "", ending="")


def _document(owner_id: UUID, given: dict[str, Any]) -> UUID:
    """The id of the document that was given, now stored."""
    path: Path | None = given["file"]
    if (path is None) == (given["document"] is None):
        raise CommandError("Give a FILE, - for standard input, or --document ID.", returncode=REFUSED)
    if path is None:
        document_id: UUID = given["document"]
        return document_id
    try:
        content = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=REFUSED) from None
    return store_document(owner_id, "standard input" if path == STDIN else path.name, content).document.pk


def _write(path: Path, text: str, job_id: UUID) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        kept = f"The analysis is kept as job {job_id}."
        raise CommandError(f"{path} cannot be written: {error.strerror}. {kept}", returncode=UNWRITTEN) from None

"""`manage.py runworker`: options only; the worker is `jobs.worker`."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.conf import conf
from jobs.handlers import registry
from jobs.worker.options import Options
from jobs.worker.process import run_processes, run_worker


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


class Command(BaseCommand):
    # Of the checks only what work depends on: the whole set imports every page.
    requires_system_checks = (Tags.models, "handlers")
    help = "Claim jobs from the database queue and run them until stopped (SIGTERM or Ctrl-C drains)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=positive, default=conf().concurrency, help="jobs at once")
        parser.add_argument("--processes", type=positive, default=1, help="worker processes")
        parser.add_argument("--kinds", nargs="+", default=[], metavar="KIND", help="only these kinds")
        parser.add_argument("--drain", action="store_true", help="end once nothing is left to do")
        parser.add_argument("--worker-id", type=UUID, default=None, help="identity in the registry")
        parser.add_argument(
            "--replaces",
            type=UUID,
            action="append",
            default=[],
            metavar="WORKER",
            help="a worker known to be dead: release its jobs first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = [kind for kind in options["kinds"] if kind not in registry]
        if unknown:
            known = ", ".join(registry.kinds()) or "none"
            raise CommandError(f"Unknown kinds: {', '.join(unknown)}. Known: {known}.")
        if options["processes"] > 1:
            raise SystemExit(run_processes(options["processes"], options))
        run_worker(
            Options(
                replaces=tuple(options["replaces"]),
                concurrency=options["concurrency"],
                kinds=tuple(options["kinds"]),
                until_empty=options["drain"],
                worker_id=options["worker_id"] or uuid.uuid7(),
            )
        )

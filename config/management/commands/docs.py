"""`manage.py docs`: the pages of the documentation that the program writes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.generated_docs import PAGES


class Command(BaseCommand):
    help = "Write the generated pages of the documentation again, or with --check fail when one has drifted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page has drifted")
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR, help="the project's directory")

    def handle(self, *args: Any, **options: Any) -> None:
        root = options["root"]
        drifted = [page for page in PAGES if page.drifted(root)]
        if options["check"]:
            if drifted:
                names = ", ".join(page.path for page in drifted)
                raise CommandError(f"Out of date: {names}. Run make docs and commit the result.")
            return
        for page in drifted:
            page.write(root)
            self.stdout.write(f"wrote {page.path}")

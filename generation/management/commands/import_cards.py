"""`manage.py import_cards`: take over a library of cards, file by file."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import reset_queries

from accounts.models import User
from generation.cards.reading.errors import NotACard
from generation.management.bar import Bar
from generation.services.import_card import import_card

ENDINGS = frozenset({".png", ".apng", ".json", ".charx", ".jpg", ".jpeg"})
USAGE, REFUSED = 2, 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a card, or an `error`."""

    file: str
    card_id: str | None = None
    losses: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str | None = None


class Command(BaseCommand):
    help = (
        "Import cards (PNG, CHARX, JSON of any version) for one account. A file that is no card is named and does not "
        "stop the rest. Exit status: 0 all were imported, 1 some were not, 2 nothing was tried."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="files, and folders with all below them"
        )
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="whose cards they become")
        parser.add_argument("--json", action="store_true", help="one JSON document a file, on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        owner_id = _owner(options["owner"])
        files = list(_files(options["paths"]))
        if not files:
            endings = ", ".join(sorted(ENDINGS))
            raise CommandError(f"There is no card file there; their names end in {endings}.", returncode=USAGE)
        refused = 0
        with Bar(self.stderr, len(files)) as bar:
            for file in files:
                outcome = _imported(owner_id, file)
                refused += outcome.error is not None
                self._tell(outcome, bar, as_json=options["json"])
                reset_queries()  # with DEBUG on, Django would keep every picture that went by
                bar.step(f"{refused} refused" if refused else "")
        done = len(files) - refused
        if not options["json"]:
            self.stdout.write(f"{_count(done, 'card')} imported.")
        if refused:
            raise CommandError(f"{_count(refused, 'file')} of {len(files):,} not imported.", returncode=REFUSED)

    def _tell(self, outcome: Outcome, bar: Bar, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({name: value for name, value in asdict(outcome).items() if value is not None}))
            return
        told = [outcome.error] if outcome.error else outcome.losses
        for sentence in told:
            bar.say(f"{outcome.file}: {sentence}")


def _owner(email: str) -> UUID:
    found = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"There is no account with the address {email}.", returncode=USAGE)
    return found


def _files(paths: list[Path]) -> Iterator[Path]:
    """Files as they were named; of folders those with a card's ending, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS and each.is_file())
        elif path.is_file():
            yield path
        else:
            raise CommandError(f"{path} is neither a file nor a folder.", returncode=USAGE)


def _imported(owner_id: UUID, path: Path) -> Outcome:
    name = os.fsencode(path).decode("utf-8", "replace")
    try:
        if (size := path.stat().st_size) > settings.CARD_UPLOAD_MAX_BYTES:
            return Outcome(name, error=f"It has {size:,} bytes, more than {settings.CARD_UPLOAD_MAX_BYTES:,}.")
        imported = import_card(owner_id, path.read_bytes())
    except (NotACard, OSError) as fault:
        return Outcome(name, error=str(fault))
    return Outcome(name, str(imported.card.pk), imported.losses, imported.warnings)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"

"""What commands share that ask for a job, follow it and take away what it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.shell import OwnerUnclear
from generation.management.endings import BUSY, REFUSED
from jobs.errors import InvalidSubmission, QueueFull

NamedAsFlags = Callable[[Mapping[str, str]], Mapping[str, str]]


class FollowingCommand(BaseCommand):
    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # An option added later must not change what a shortened flag in somebody's script means.
        return super().create_parser(prog_name, subcommand, allow_abbrev=False, **kwargs)

    def add_following_arguments(self, parser: CommandParser, *, whose: str, title: str, printed: str) -> None:
        """Their helps differ in what is asked for."""
        parser.add_argument("--owner", metavar="EMAIL", help=f"{whose}; default: the only staff account")
        parser.add_argument("--title", default="", help=f"the job's title; default: {title}")
        parser.add_argument("--inline", action="store_true", help="do the work in this process, without a worker")
        parser.add_argument("--no-wait", action="store_true", help="print the job's id and leave it to the workers")
        parser.add_argument("--quiet", action="store_true", help="no progress")
        parser.add_argument("--json", action="store_true", help=f"print the finished {printed} as one JSON document")
        parser.add_argument(
            "--key", metavar="KEY", help="your name for this request: a second one answers with its job"
        )

    def check_following(self, given: Mapping[str, Any]) -> None:
        if given["inline"] and given["no_wait"]:
            text = "--inline does the work here, --no-wait leaves it to others; give one of them."
            raise CommandError(text, returncode=REFUSED)


@contextmanager
def refusals(named_as_flags: NamedAsFlags, *others: type[Exception]) -> Iterator[None]:
    """What is refused is told as a CommandError, fields by their flags; `others` are refusals by their own words."""
    told: tuple[type[Exception], ...] = (OwnerUnclear, *others)
    try:
        yield
    except told as error:
        raise CommandError(str(error), returncode=REFUSED) from None
    except InvalidSubmission as error:
        lines = [f"{name}: {text}" for name, text in named_as_flags(error.errors).items()]
        raise CommandError("\n".join(lines), returncode=REFUSED) from None
    except QueueFull as error:
        raise CommandError(str(error), returncode=BUSY) from None

"""`manage.py budget`: what a person may spend in a day, read and set from a shell."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.utils.encoders import JSONEncoder

from accounts.models import User
from jobs.money import nano, nano_shown
from jobs.services.budget import Budget, budget_of_day

DEFAULT = "default"
MOST_DOLLARS = 1_000_000


def dollars(text: str) -> int | None:
    """Nano-dollars; None for the site's own budget."""
    if text == DEFAULT:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not (amount.is_finite() and 0 <= amount <= MOST_DOLLARS):
        raise argparse.ArgumentTypeError(f"must be dollars from 0 to {MOST_DOLLARS}, or {DEFAULT}")
    return nano(amount)


class Command(BaseCommand):
    help = "Show what a person's jobs have cost today and what is left; with --daily-usd, set the budget of a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--daily-usd",
            type=dollars,
            default=argparse.SUPPRESS,
            metavar="USD",
            help=f"dollars a day (UTC), 0 for none, or `{DEFAULT}` for the site's own",
        )
        parser.add_argument("--json", action="store_true", help="as the API has it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            owner = User.objects.get_by_natural_key(options["email"])
        except User.DoesNotExist:
            raise CommandError(f"Nobody here has the address {options['email']}.") from None
        if "daily_usd" in options:
            owner.daily_budget_nano = options["daily_usd"]
            owner.save(update_fields=["daily_budget_nano"])
        budget = budget_of_day(owner)
        if options["json"]:
            self.stdout.write(json.dumps(budget.as_dict(), cls=JSONEncoder))
        else:
            self.stdout.write(_in_words(owner, budget))


def _in_words(owner: User, budget: Budget) -> str:
    spent = f"{owner.email} has spent {nano_shown(budget.spent)} today"
    under_way = f", and calls under way may cost {nano_shown(budget.reserved)}" if budget.reserved else ""
    if budget.cap is None or budget.left is None:
        return f"{spent}{under_way}. There is no cap."
    return f"{spent}{under_way}: {nano_shown(budget.left)} of {nano_shown(budget.cap)} is left."

"""All that a dashboard tells: every metric of one period, and what is stuck now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db import OperationalError

from accounts.models import User
from jobs.errors import InvalidSubmission
from jobs.selectors.jobs import sees_everybody
from jobs.selectors.metrics.period import Period
from jobs.services.metrics import METRICS, Asked, figures, scope_of
from jobs.services.stuck import Stuck, stuck

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Told:
    """`metrics` by their names and `stuck`; None where the database gave up, as it does when it is told to hurry.

    `owner_id` is None for everybody's.
    """

    period: Period
    owner_id: UUID | None
    metrics: Mapping[str, Mapping[str, Any] | None]
    stuck: list[Stuck] | None

    @property
    def is_empty(self) -> bool:
        """Nothing came, ended or was called in the period; None that is not known counts as something."""
        summary = self.metrics["summary"]
        if summary is None:
            return False
        cost = summary["cost"]
        names = ("created", "ended", "minutes_for_others")
        return not any((*(summary[name] for name in names), cost["calls"], cost["abandoned_calls"]))


def dashboard(caller: User, asked: Asked) -> Told:
    """One pass over each metric. InvalidSubmission names what cannot be asked for."""
    scope = scope_of(caller, asked)
    metrics = {name: _unless_it_gave_up(partial(figures, scope, name)) for name in METRICS}
    return Told(
        period=scope.period,
        owner_id=scope.owner_id,
        metrics=metrics,
        stuck=_unless_it_gave_up(partial(stuck, caller, scope.owner_id)),
    )


def whose(caller: User, word: str) -> User | Literal["all"]:
    """Whom a person means: nobody for themselves, `all`, an id or an e-mail address, which only staff may send."""
    if word in {"", str(caller.pk)} or word.lower() == caller.email.lower():
        return caller
    if not sees_everybody(caller):
        raise InvalidSubmission({"owner": "Only staff may ask for others' work; leave it out for your own."})
    if word == "all":
        return "all"
    person = User.objects.filter(**_name(word)).first()
    if person is None:
        raise InvalidSubmission({"owner": "Nobody here has this address. Write the e-mail address of an account."})
    return person


def _name(word: str) -> dict[str, Any]:
    try:
        return {"pk": UUID(word)}
    except ValueError:
        return {"email__iexact": word}


def _unless_it_gave_up(ask: Callable[[], Found]) -> Found | None:
    try:
        return ask()
    except OperationalError:
        return None

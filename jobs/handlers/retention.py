"""How long finished jobs are kept: as the settings say, else as their kind says, else by default."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jobs.conf import conf
from jobs.handlers.registry import registry
from jobs.models import Job
from jobs.states import FINAL


@dataclass(frozen=True, slots=True)
class Rule:
    """Jobs of `kind` that ended as `outcome` are deleted after `days`; never when that is infinite."""

    kind: str
    outcome: str
    days: float


def rules() -> list[Rule]:
    """What is to be deleted when, of the kinds of which there are finished jobs."""
    return [rule for kind in Job.objects.ended_kinds() for rule in rules_of(kind) if math.isfinite(rule.days)]


def rules_of(kind: str) -> Iterator[Rule]:
    """One for each final state."""
    for outcome in sorted(FINAL):
        yield Rule(kind, outcome, days_kept(kind, outcome))


def days_kept(kind: str, outcome: str) -> float:
    """How long jobs of `kind` that ended as `outcome` are kept."""
    settings = conf()
    said = settings.retention_of(kind, outcome)
    if said is None and kind in registry:
        said = _of_kind(registry.get(kind).retention_days, outcome)
    return settings.retention_days if said is None else said


def _of_kind(said: float | Mapping[str, float] | None, outcome: str) -> float | None:
    return said.get(outcome) if isinstance(said, Mapping) else said

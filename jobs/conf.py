"""The queue's settings: one frozen value, checked at start-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from math import inf

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jobs.states import FINAL, Priority

_KEPT = re.compile(rf"([a-z0-9_.]+)(?::({'|'.join(sorted(FINAL))}))?=(never|\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class JobsConf:
    """Durations are seconds, sizes bytes unless named otherwise. Set in `settings.JOBS`."""

    lease_seconds: float = 30.0
    concurrency: int = 20
    drain_seconds: float = 20.0
    poll_seconds: float = 1.0
    rescue_seconds: float = 1.0
    prune_seconds: float = 60.0
    max_attempts: int = 3
    max_attempts_limit: int = 25
    max_losses: int = 3
    max_losses_apart: int = 10
    timeout_seconds: float = 3600.0
    backoff_base_seconds: float = 2.0
    backoff_cap_seconds: float = 600.0
    head_start_urgent: float = 3600.0
    head_start_high: float = 600.0
    head_start_low: float = -600.0
    fair_slice_seconds: float = 30.0
    payload_bytes: int = 1_000_000
    result_bytes: int = 4_000_000
    artefact_bytes: int = 50_000_000
    max_artefacts: int = 100
    max_queued_per_owner: int = 10_000
    daily_budget_nano: int | None = None
    max_schedules_per_owner: int = 100
    bulk_at_once: int = 1000
    max_children: int = 100_000
    max_log_rows: int = 20_000
    retention_days: float = 90.0
    retention: Sequence[str] = ()
    progress_interval: float = 0.25
    delta_interval: float = 0.25

    def __post_init__(self) -> None:
        for name in (
            "lease_seconds",
            "concurrency",
            "poll_seconds",
            "rescue_seconds",
            "max_attempts",
            "max_losses",
        ):
            if getattr(self, name) <= 0:
                raise ImproperlyConfigured(f"JOBS[{name!r}] must be greater than 0.")
        if self.fair_slice_seconds < 0:
            raise ImproperlyConfigured("JOBS['fair_slice_seconds'] must be 0 (no fairness between owners) or greater.")
        _days_by_kind(tuple(self.retention))

    @property
    def suspect_losses(self) -> int:
        """A job that lost so many workers is run in a process of its own: the next loss would be its last."""
        return max(1, self.max_losses - 1)

    def retention_of(self, kind: str, outcome: str) -> float | None:
        """Days, as `retention` says of this final state or of the kind; infinite for never, None for nothing said."""
        said = _days_by_kind(tuple(self.retention))
        return said.get((kind, outcome), said.get((kind, "")))

    @property
    def kinds_with_retention(self) -> list[str]:
        """Those that `retention` names."""
        return sorted({kind for kind, _ in _days_by_kind(tuple(self.retention))})

    def head_start(self, priority: str) -> float:
        """How many seconds earlier than its due time a job of `priority` stands in the order of claiming."""
        return {
            Priority.URGENT: self.head_start_urgent,
            Priority.HIGH: self.head_start_high,
            Priority.MEDIUM: 0.0,
            Priority.LOW: self.head_start_low,
        }[Priority(priority)]


@cache
def _days_by_kind(entries: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """By kind and final state, which is empty for all the others; ImproperlyConfigured names what cannot be read."""
    found: dict[tuple[str, str], float] = {}
    for entry in entries:
        said = _KEPT.fullmatch(entry)
        if said is None:
            raise ImproperlyConfigured(
                f"JOBS['retention']: {entry!r} is not KIND=DAYS or KIND:STATE=DAYS, with one of"
                f" {', '.join(sorted(FINAL))} and a number of days or never."
            )
        kind, outcome, days = said.groups(default="")
        found[kind, outcome] = inf if days == "never" else float(days)
    return found


@cache
def _read() -> JobsConf:
    given = getattr(settings, "JOBS", {})
    known = {field.name for field in fields(JobsConf)}
    if unknown := set(given) - known:
        raise ImproperlyConfigured(f"Unknown keys in settings.JOBS: {', '.join(sorted(unknown))}.")
    return JobsConf(**given)


def conf() -> JobsConf:
    """The settings in force."""
    return _read()

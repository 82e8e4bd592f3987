"""The queue's settings: one frozen value, checked at start-up."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jobs.states import Priority


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
    timeout_seconds: float = 3600.0
    backoff_base_seconds: float = 2.0
    backoff_cap_seconds: float = 600.0
    head_start_urgent: float = 3600.0
    head_start_high: float = 600.0
    head_start_low: float = -600.0
    payload_bytes: int = 1_000_000
    result_bytes: int = 4_000_000
    max_queued_per_owner: int = 10_000
    max_log_rows: int = 20_000
    retention_days: float = 90.0
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

    def head_start(self, priority: str) -> float:
        """How many seconds earlier than its due time a job of `priority` stands in the order of claiming."""
        return {
            Priority.URGENT: self.head_start_urgent,
            Priority.HIGH: self.head_start_high,
            Priority.MEDIUM: 0.0,
            Priority.LOW: self.head_start_low,
        }[Priority(priority)]


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

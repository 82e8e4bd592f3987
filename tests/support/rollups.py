"""Roll-ups of what tests made, compared with the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobs.models import StaleDay
from jobs.services.metrics import METRICS, Asked, measure
from jobs.services.rollups import catch_up, differences


def roll_up() -> int:
    """Whatever is due; how many days that was."""
    return len(list(catch_up()))


def told_wrong() -> list[str]:
    """What the check finds. Nothing may wait to be made again: it would not be looked at."""
    assert not StaleDay.objects.exists()
    return [str(difference) for difference in differences()]


def all_metrics(caller: Any, asked: Asked) -> Mapping[str, dict[str, Any]]:
    """What every metric tells, but for where it was read."""
    found = {metric: measure(caller, metric, asked) for metric in METRICS}
    for told in found.values():
        del told["basis"]
    return found

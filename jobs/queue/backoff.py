"""Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015)."""

from __future__ import annotations

import random

from jobs.conf import conf


def backoff_seconds(failures: int, draw: float | None = None) -> float:
    """Seconds to wait after the `failures`-th failure: uniform in 0 to min(cap, base x 2^failures).

    `draw` in [0, 1) replaces the random number.
    """
    ceiling = min(conf().backoff_cap_seconds, conf().backoff_base_seconds * 2.0 ** min(failures, 32))
    return ceiling * (random.random() if draw is None else draw)

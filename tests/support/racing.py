"""Two or more acts at once, each on a connection of its own, started in a seeded order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

SPREAD_SECONDS = 0.004
# Rounds in which a planted fault has to show; they end with the first in which it does, which few of them take.
MOST_PLANTED = 1000


def race(seed: int, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of `acts` returned or raised. `seed` sets who starts first, and by how much."""
    dice = random.Random(seed)
    start = Barrier(len(acts))
    leads = [dice.choice([0.0, dice.uniform(0, SPREAD_SECONDS)]) for _ in acts]

    def run(act: Callable[[], Any], lead: float) -> Any:
        connection.ensure_connection()
        start.wait(timeout=30)
        time.sleep(lead)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - what a loser raises is part of the outcome
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts, leads))

"""Is the queue keeping up?"""

from __future__ import annotations

from jobs.pages.charts.percentiles import percentiles
from jobs.pages.charts.table import table
from jobs.pages.charts.units import number, percent
from jobs.pages.dashboard.panel import Answer, Figure, Metric

SPANS = (("Waited", "wait_seconds"), ("Ran", "run_seconds"))


def keeping_up(queue: Metric) -> Answer:
    """Of machines' jobs alone."""
    drawn = percentiles("How long jobs waited and ran", [(name, queue[key]) for name, key in SPANS])
    lost = queue["workers_lost"]
    return Answer(
        meaning=queue["meaning"],
        figures=(
            Figure("Ended a day", number(queue["ended_per_day"] or 0)),
            Figure("Running now", number(queue["depth"]["processing"])),
            Figure("Retried", percent(queue["retry_rate"]), "waiting" if queue["retried"] else "quiet"),
            Figure("Workers lost", number(lost), "failed" if lost else "quiet"),
        ),
        charts=(drawn,) if drawn else (),
        nothing="" if drawn else "Waits and runs are drawn here once a worker has ended a job.",
        tables=(
            table(
                "Seconds that jobs waited and ran",
                ("", "Half within", "Nine of ten within", "99 of 100 within"),
                [(name, *(queue[key][word] for word in ("p50", "p90", "p99"))) for name, key in SPANS],
            ),
            table(
                "Jobs of machines",
                ("", "Jobs"),
                [
                    ("Ended", queue["ended"]),
                    ("Retried", queue["retried"]),
                    ("Failed attempts", queue["failures"]),
                    *((f"Now {word}", count) for word, count in queue["depth"].items() if isinstance(count, int)),
                ],
            ),
        ),
    )

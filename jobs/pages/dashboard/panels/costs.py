"""Where did the money go?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from jobs.pages.charts.bars import Row, bars
from jobs.pages.charts.columns import columns
from jobs.pages.charts.shares import Share, shares
from jobs.pages.charts.table import Table, table
from jobs.pages.charts.units import dollars, number, percent, price
from jobs.pages.dashboard.panel import Answer, Chart, Figure, Metric, day, highest
from jobs.selectors.metrics.period import Period

SPENT, SIMULATED = "cost_usd", "simulated_cost_usd"
MOST = 6  # rows that are drawn; the table has all
HEAD = ("Calls", "Tokens", "Spent, $", "Cut off, $", "Simulated, $")
NOTHING = "Days, models and kinds of work are drawn here once a model was called."


def costs(found: Metric, period: Period, label: Callable[[str], str]) -> Answer:
    """Real spend, what of it was in vain, and apart from both what offline calls would have cost.

    `label` names a kind of work.
    """
    charts = [*_drawn(found, period, label, SPENT), *_drawn(found, period, label, SIMULATED)]
    waste = _waste(found)
    return Answer(
        meaning=found["meaning"],
        figures=tuple(_figures(found)),
        charts=(*((waste,) if waste else ()), *charts),
        nothing="" if charts else NOTHING,
        tables=tuple(_tables(found, label)),
    )


def _figures(found: Metric) -> Iterator[Figure]:
    yield Figure("Spent", dollars(found[SPENT]))
    wasted = found["wasted_usd"]
    rate = f", {percent(found['waste_rate'])}" if Decimal(wasted) else ""
    yield Figure(f"In vain{rate}", dollars(wasted), "failed" if Decimal(wasted) else "quiet")
    yield Figure("Calls", number(found["calls"]))
    yield Figure("Tokens", number(found["tokens"]))
    if found["unpriced_calls"]:
        yield Figure("Calls of unknown price", number(found["unpriced_calls"]), "waiting")
    if Decimal(found[SIMULATED]):
        yield Figure("Simulated, not paid", dollars(found[SIMULATED]))


def _waste(found: Metric) -> Chart | None:
    """What was paid and may have been, in three; None when nothing was in vain."""
    vain, cut = Decimal(found["in_vain_usd"]), Decimal(found["abandoned_estimate_usd"])
    if not vain and not cut:
        return None
    parts = (
        ("spent", "of use", Decimal(found[SPENT]) - vain),
        ("failed", "on jobs that failed or were cancelled", vain),
        ("cut", "on calls that were cut off, as estimated", cut),
    )
    drawn = [Share(tone, name, float(value), dollars(value)) for tone, name, value in parts]
    return shares("What it was good for", drawn, answer="failed")


def _drawn(found: Metric, period: Period, label: Callable[[str], str], sum_of: str) -> Iterator[Chart]:
    """By day, model and kind; nothing at all where nothing is to be shown."""
    if not Decimal(found[sum_of]):
        return
    tone, word = ("spent", "Spent") if sum_of == SPENT else ("simulated", "Simulated")
    by_day = {row["day"]: float(row[sum_of]) for row in found["by_day"]}
    days = [one.isoformat() for one in period]
    values = [by_day.get(one, 0.0) for one in days]
    answer = highest(values)
    yield columns(
        values,
        [day(one) for one in days],
        title=f"{word} by day",
        unit="dollars a day",
        text=dollars,
        axis=price,
        answer=answer,
        said="" if answer is None else f"{dollars(values[answer])} on {day(days[answer])}",
        tone=tone,
    )
    yield bars(f"{word} by model", _rows(found["by_model"], sum_of, tone, lambda row: row["model"]))
    yield bars(f"{word} by kind of work", _rows(found["by_kind"], sum_of, tone, lambda row: label(row["kind"])))


def _rows(found: Sequence[Metric], sum_of: str, tone: str, name: Callable[[Metric], str]) -> list[Row]:
    paid = sorted((row for row in found if Decimal(row[sum_of])), key=lambda row: -Decimal(row[sum_of]))
    return [Row(name(row), dollars(row[sum_of]), [(tone, float(row[sum_of]))]) for row in paid[:MOST]]


def _tables(found: Metric, label: Callable[[str], str]) -> Iterator[Table]:
    names: tuple[tuple[str, str, Callable[[Metric], str]], ...] = (
        ("Model", "by_model", lambda row: f"{row['model']} ({row['provider']})"),
        ("Kind of work", "by_kind", lambda row: label(row["kind"])),
        ("Day", "by_day", lambda row: str(row["day"])),
    )
    for head, key, name in names:
        if found[key]:
            rows = [(name(row), *_sums(row)) for row in found[key]]
            yield table(f"Calls of models, by {head.lower()}", (head, *HEAD), rows)


def _sums(row: Metric) -> tuple[object, ...]:
    return row["calls"], row["tokens"], row[SPENT], row["abandoned_estimate_usd"], row[SIMULATED]

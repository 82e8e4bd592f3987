"""How charts write their figures: short, and with the unit where the figure does not say it."""

from __future__ import annotations

from decimal import Decimal

from jobs.money import shown

_SPANS = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"), (0.001, "ms"))
_FEW = 9.95  # below that a decimal tells something


def number(value: float) -> str:
    """`12` -> `12`, `2.25` -> `2.3`, `12400` -> `12,400`."""
    return f"{value:,.0f}" if value >= _FEW or value == int(value) else f"{value:.1f}".removesuffix(".0")


def short(value: float) -> str:
    """`12400` -> `12.4k`, for axes."""
    for size, letter in ((1_000_000.0, "M"), (1_000.0, "k")):
        if value >= size:
            return f"{value / size:.1f}".removesuffix(".0") + letter
    return number(value)


def dollars(value: str | float | Decimal) -> str:
    """`0.5` -> `$0.50`, `0.0004` -> `$0.0004`."""
    return shown(Decimal(str(value)))


def price(value: float) -> str:
    """Dollars for axes, whose steps may be less than a cent: `5` -> `$5`, `1.5` -> `$1.50`, `0.015` -> `$0.015`."""
    if value >= 1_000 or value == int(value):
        return f"${short(value)}"
    whole, _, part = f"{value:.9f}".rstrip("0").partition(".")
    return f"${whole}.{part:0<2}"


def span(seconds: float) -> str:
    """In its largest unit alone: `0.34` -> `340 ms`, `90` -> `1.5 min`, `7200` -> `2 h`."""
    if seconds <= 0:
        return "0 s"
    size, unit = next(((size, unit) for size, unit in _SPANS if seconds >= size), _SPANS[-1])
    return f"{number(seconds / size)} {unit}"


def minutes(value: float) -> str:
    """What somebody spent, in hours at most: a day of it would not be a day. `90.0` -> `1.5 h`, `0.3` -> `18 s`."""
    if 0 < value < 1:
        return span(value * 60)
    return f"{number(value / 60)} h" if value >= 60 else f"{number(value)} min"


def percent(share: float | None) -> str:
    """`0.667` -> `67 %`; a dash of nothing."""
    return "-" if share is None else f"{share * 100:.0f} %"

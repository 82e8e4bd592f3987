"""Days and spans of time as sentences say them."""

from __future__ import annotations

from datetime import date

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def lasting(seconds: float) -> str:
    """In its two largest units: `0.082` -> `82 ms`, `12000` -> `3 h 20 min`."""
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    left, parts = round(seconds), []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        parts.append((count, unit))
    first = next(place for place, (count, _) in enumerate(parts) if count)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)


def written(day: date) -> str:
    """`2026-11-06` -> `6 November 2026`."""
    return f"{day.day} {day:%B %Y}"

"""Days and spans of time as sentences say them."""

from __future__ import annotations

from datetime import date

import pytest

from jobs.selectors.metrics.wording import lasting, written


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ms"),
        (0.0816, "82 ms"),
        (1.4, "1 s"),
        (50.0, "50 s"),
        (60, "1 min"),
        (12_000, "3 h 20 min"),
        (86_400, "1 d"),
        (90_061, "1 d 1 h"),
        (86_700, "1 d"),
    ],
)
def test_a_span_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert words == lasting(seconds)


def test_a_day_has_its_months_name() -> None:
    assert "6 November 2026" == written(date(2026, 11, 6))

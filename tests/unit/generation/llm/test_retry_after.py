from datetime import UTC, datetime

import pytest

from generation.llm import retry_after

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


class TestParse:
    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ("0", 0.0),
            (" 7 ", 7.0),
            ("1.5", 1.5),
            ("-3", 0.0),
            ("999999999", retry_after.LONGEST),
            ("Sat, 21 Nov 2026 12:01:40 GMT", 100.0),
            ("Sat, 21 Nov 2026 12:01:40 -0000", 100.0),
            ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
            ("", None),
            (None, None),
            ("soon", None),
            ("nan", None),
            ("inf", None),
            ("Sat, 99 Nov 2026 12:01:40 GMT", None),
        ],
    )
    def test_takes_seconds_and_dates(self, header: str | None, seconds: float | None) -> None:
        assert retry_after.parse(header, NOW) == seconds


class TestUnsaid:
    def test_is_jittered_within_bounds(self) -> None:
        waits = {retry_after.unsaid() for _ in range(20)}
        assert len(waits) > 1
        assert all(retry_after.UNSAID[0] <= wait <= retry_after.UNSAID[1] for wait in waits)

"""What request headers are understood as."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.api.headers import idempotency_key, seconds_to_wait


def request(**headers: str) -> Request:
    return Request(RequestFactory().get("/", headers=headers))


class TestSecondsToWait:
    @pytest.mark.parametrize(
        ("preference", "seconds"),
        [
            ("wait=30", 30),
            ("Wait = 5", 5),
            ('wait="7"', 7),
            ("respond-async, wait=10", 10),
            ("return=minimal; wait=3", 3),
            ("wait=600", 60),
            ("wait=0", 0),
            ("", 0),
            ("wait", 0),
            ("wait=-5", 0),
            ("wait=5s", 0),
            ("wait=1e9", 0),
            ("await=5", 0),
            ("wait=" + "9" * 5000, 0),
        ],
    )
    def test_are_those_of_the_preference(self, preference: str, seconds: int) -> None:
        assert seconds == seconds_to_wait(request(Prefer=preference))


class TestIdempotencyKey:
    @pytest.mark.parametrize("key", ["a", "x" * 200, "key with spaces ~!"])
    def test_is_taken_as_it_is(self, key: str) -> None:
        assert key == idempotency_key(request(**{"Idempotency-Key": key}))

    def test_is_none_where_none_is_sent(self) -> None:
        assert idempotency_key(request()) is None

    @pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "caf\u00e9", "\x7f"])
    def test_is_refused_unless_it_is_printable_ascii(self, key: str) -> None:
        with pytest.raises(ValidationError, match="printable ASCII"):
            idempotency_key(request(**{"Idempotency-Key": key}))

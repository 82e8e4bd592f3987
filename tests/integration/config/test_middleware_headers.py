"""What the site's own middleware puts on every answer."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class TestRequestId:
    def test_is_given_to_every_answer(self, client: Client) -> None:
        first, second = (client.get("/time").headers["X-Request-ID"] for _ in range(2))
        assert first
        assert first != second

    def test_is_taken_from_a_proxy(self, client: Client) -> None:
        offered = "0123456789abcdef"
        answer = client.get("/time", headers={"x-request-id": offered})
        assert answer.headers["X-Request-ID"] == offered

    @pytest.mark.parametrize("offered", ["short", "x" * 65, "forged\x1b[31m-line", "spaces in it"])
    def test_is_not_taken_when_it_could_forge_a_line(self, client: Client, offered: str) -> None:
        assert client.get("/time", headers={"x-request-id": offered}).headers["X-Request-ID"] != offered


class TestContentSecurityPolicy:
    def test_allows_own_scripts_only(self, client: Client) -> None:
        policy = client.get("/time").headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_gives_the_console_what_it_needs(self, client: Client) -> None:
        policy = client.get("/admin/login/").headers["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-eval';" in policy

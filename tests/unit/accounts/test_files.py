"""Files as answers, whole and in pieces."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import AsyncRequestFactory, RequestFactory

from accounts.api.files import attached_in_pieces


def pieces() -> Iterator[str]:
    yield from ("one ", "two ", "three")


class TestInPieces:
    def test_is_sent_by_wsgi_as_it_is_made(self) -> None:
        response = attached_in_pieces(RequestFactory().get("/"), pieces(), "text/plain", "a.txt")
        assert b"one two three" == response.getvalue()
        assert 'attachment; filename="a.txt"' == response["Content-Disposition"]

    async def test_is_sent_by_asgi_piece_by_piece(self) -> None:
        response = attached_in_pieces(AsyncRequestFactory().get("/"), pieces(), "text/plain", "a.txt")
        assert [b"one ", b"two ", b"three"] == [piece async for piece in response]
        assert "nosniff" == response["X-Content-Type-Options"]

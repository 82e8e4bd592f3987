"""The Idempotency-Key header."""

from __future__ import annotations

from rest_framework.request import Request

from jobs.errors import InvalidSubmission

MAX_LENGTH = 200


def idempotency_key(request: Request) -> str | None:
    """The caller's key, or None; InvalidSubmission for one that is empty, too long or not printable ASCII."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (1 <= len(key) <= MAX_LENGTH and key.isascii() and key.isprintable()):
        raise InvalidSubmission({"Idempotency-Key": f"Send 1 to {MAX_LENGTH} printable ASCII characters."})
    return key

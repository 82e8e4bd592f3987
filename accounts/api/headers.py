"""Request headers with a meaning of their own: Idempotency-Key, Prefer, If-Match and If-None-Match."""

from __future__ import annotations

import re

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

MAX_KEY_LENGTH = 200
MAX_WAIT_SECONDS = 60

_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?=$|[,;\s])", re.IGNORECASE)

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": MAX_KEY_LENGTH, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    description="Your name for this request: sent again with the same body, it answers with the first job.",
)
PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description=f"`wait=30` holds the answer until the job is final (200), {MAX_WAIT_SECONDS} seconds at most (202).",
)

_TAG = r'(?:W/)?"[^"]*"'
_TAGS = re.compile(rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*")

ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, description="Changes with every edit.", response=[200], required=True
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="An `ETag` that you have: 412, and nothing is done, when it was changed since. Left out, or `*`: "
    "whatever it is now is changed.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An `ETag` that you have: 304 when nothing changed."
)


def idempotency_key(request: Request) -> str | None:
    """The caller's key, or None; ValidationError for one that is empty, too long or not printable ASCII."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (1 <= len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isprintable()):
        raise ValidationError({"Idempotency-Key": [f"Send 1 to {MAX_KEY_LENGTH} printable ASCII characters."]})
    return key


def tags_to_match(request: Request) -> frozenset[str] | None:
    """The tags of `If-Match` without their quotes, None where any will do; ValidationError for what is no tag.

    Weak ones match nothing (RFC 9110).
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    if not _TAGS.fullmatch(given):
        raise ValidationError({"If-Match": ['Send an ETag as it was given, in its quotes, such as "a1b2"; or `*`.']})
    return frozenset(tag[1:-1] for tag in re.findall(_TAG, given) if tag.startswith('"'))


def seconds_to_wait(request: Request) -> int:
    """What `Prefer: wait=N` asks for (RFC 7240), bounded; 0 when it asks for nothing that is understood."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), MAX_WAIT_SECONDS) if found else 0

"""A provider's error answer, read into one of `generation.llm.errors`. The table is specs/providers.md's.

An answer's HTTP status and the code inside its body say the same in two places: a 200 may carry an error, and
so may an event in the middle of a stream.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.llm import retry_after
from generation.llm.cleaning import one_line
from generation.llm.errors import (
    AuthFailed,
    BadRequest,
    ContextLength,
    CreditBusy,
    Moderated,
    ProviderError,
    QuotaExceeded,
    RateLimited,
    Transient,
    Unavailable,
    UnknownModel,
)

TRANSIENT = {408, 409, 425}
# What stands before the model would not wait for it: it may have answered all the same. Other faults are not charged.
GAVE_UP = {408, 504, 524}
STATUS_OF_WORD = {
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "insufficient_quota": 402,
    "invalid_api_key": 401,
    "authentication_error": 401,
    "model_not_found": 404,
    "invalid_request_error": 400,
    "server_error": 500,
    "api_error": 500,
    "overloaded_error": 503,
}
QUOTA_WORDS = {"insufficient_quota", "billing_hard_limit_reached"}
MODERATION_WORDS = {"content_filter", "content_policy_violation", "moderation_blocked"}
MODERATION_DATA = {"reasons", "flagged_input"}
TOO_LONG = re.compile(
    r"context[ _](length|window|size)|prompt is too long|too many (input )?tokens|reduce the length",
    re.IGNORECASE,
)
NO_MODEL = re.compile(r"not a valid model|(model|engine) .{0,120}(does not exist|not found)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a provider said: `status` is HTTP's or the body's, `said` its own words, `after` Retry-After's."""

    status: int
    said: str = ""
    words: frozenset[str] = frozenset()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    parameter: str = ""
    after: float | None = None


def read_fault(body: object, *, status: int | None = None, header: str | None = None, secret: str = "") -> Fault:
    """`body` is the `error` value of an answer, whatever it is; `header` Retry-After; `secret` is cut out."""
    given: Mapping[str, Any] = body if isinstance(body, Mapping) else {"message": body}
    words = frozenset(str(given[key]) for key in ("code", "type") if isinstance(given.get(key), (str, int)))
    metadata = given.get("metadata")
    said = given.get("message")
    return Fault(
        status=status if status and status >= 300 else _status(words),
        said=one_line(said if isinstance(said, str) else "", secret=secret),
        words=words,
        metadata=metadata if isinstance(metadata, Mapping) else {},
        parameter=str(given.get("param") or "")[:80],
        after=retry_after.parse(header),
    )


def as_error(fault: Fault) -> ProviderError:
    """The error that `fault` is."""
    return _of_content(fault) or _of_account(fault) or _of_service(fault)


def _status(words: frozenset[str]) -> int:
    for word in sorted(words):
        if word.isascii() and word.isdigit() and 300 <= int(word[:4]) < 600:
            return int(word[:4])
        if word in STATUS_OF_WORD:
            return STATUS_OF_WORD[word]
    return 500


def _of_content(fault: Fault) -> ProviderError | None:
    if fault.words & MODERATION_WORDS or (fault.status == 403 and {"reasons", "flagged_input"} & set(fault.metadata)):
        return Moderated(f"The provider refused the request for its content{_reasons(fault)}.")
    if fault.status in {400, 413, 422} and ("context_length_exceeded" in fault.words or TOO_LONG.search(fault.said)):
        return ContextLength("The input is too long for this model; shorten it or use a model with a larger window.")
    return None


def _of_account(fault: Fault) -> ProviderError | None:
    if fault.status == 402 and fault.after is not None and "in_flight" in str(fault.metadata.get("limit_source")):
        return CreditBusy("The account's credit is tied up in calls under way.", retry_after=fault.after)
    if fault.status == 402 or fault.words & QUOTA_WORDS:
        return QuotaExceeded("The provider account is out of credit; its operator must add some or raise its limit.")
    if fault.status == 429:
        wait = retry_after.unsaid() if fault.after is None else fault.after
        return RateLimited("The provider limits how often it may be called.", retry_after=wait)
    if fault.status in {401, 403, 407}:
        # The provider's own words may quote a part of the key.
        return AuthFailed(
            f"The provider refused the key (HTTP {fault.status}); the operator must check LLM_API_KEY"
            " and what that key may do.",
            is_of_key=fault.status != 403,
        )
    return None


def _of_service(fault: Fault) -> ProviderError:
    said = f": {fault.said}" if fault.said else ""
    if fault.status >= 500 or fault.status in TRANSIENT:
        message = f"The provider has a fault (HTTP {fault.status}){said}"
        may_be_paid = fault.status in GAVE_UP
        if fault.after is not None:
            return Unavailable(message, retry_after=fault.after, may_be_paid=may_be_paid)
        return Transient(message, may_be_paid=may_be_paid)
    if fault.status < 400:
        return BadRequest(
            "The provider's address points elsewhere (a redirect); the operator must correct LLM_BASE_URL."
        )
    if fault.status == 404 or "model_not_found" in fault.words or NO_MODEL.search(fault.said):
        return UnknownModel(f"The provider knows no such model or address (HTTP {fault.status}){said}")
    return BadRequest(f"The provider refused the request (HTTP {fault.status}){said}", parameter=fault.parameter)


def _reasons(fault: Fault) -> str:
    reasons = fault.metadata.get("reasons")
    if not isinstance(reasons, list):
        return ""
    named = [one_line(reason, limit=60) for reason in reasons[:5] if isinstance(reason, str)]
    return f" ({', '.join(named)})" if named else ""

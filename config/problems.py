"""RFC 9457 problem documents: every error the API answers with."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts import errors as accounts
from config.parsers import MalformedBody
from config.remedies import remedy_for
from jobs import errors as jobs

CONTENT_TYPE = "application/problem+json"
RETRY_DATABASE_SECONDS = 5

_FIXES = {
    "required": "Send this field.",
    "null": "Send a value or leave the field out.",
    "blank": "Send some text.",
    "empty": "Send at least one item.",
    "not_a_list": "Send a list.",
    "not_a_dict": "Send an object.",
}
# What the framework says of a wrong type without saying which one is right; their codes are all `invalid`.
_FIXES_BY_DETAIL = {
    "Invalid data": "Send an object.",
    "Not a valid string": "Send text.",
    "Must be a valid boolean": "Send true or false.",
    "A valid integer": "Send a whole number.",
    "A valid number": "Send a number.",
    "Must be a valid UUID": "Send an id as the API gives it.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` is the last word of the type URN; `errors` are `{field, detail, fix?}` with dotted fields."""

    status: int
    detail: str
    kind: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def body(self, instance: str) -> dict[str, Any]:
        """The document as it is sent; `instance` is the path that was asked for."""
        kind = self.kind or self.title.lower().replace(" ", "-")
        document: dict[str, Any] = {
            "type": f"urn:smart-task-queue:problem:{kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        if self.errors:
            document["errors"] = self.errors
        return document


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER; None lets what nobody expected become a logged 500."""
    problem = problem_for(exc)
    if problem is None:
        return None
    if remedy := remedy_for(exc, context["view"]):
        problem = replace(problem, detail=remedy.detail, errors=remedy.errors)
    set_rollback()
    return Response(
        problem.body(context["request"].path),
        status=problem.status,
        headers=dict(problem.headers),
        content_type=CONTENT_TYPE,
    )


def problem_for(exc: Exception) -> Problem | None:
    """How `exc` is told to a client, or None for a fault of our own."""
    return _accounts_problem(exc) or _jobs_problem(exc) or _api_problem(exc) or django_problem(exc)


def _accounts_problem(exc: Exception) -> Problem | None:
    match exc:
        case accounts.BadCredentials() | accounts.TokenRefused():
            return Problem(401, str(exc), headers={"WWW-Authenticate": 'Bearer realm="api"'})
        case accounts.RegistrationClosed():
            return Problem(403, str(exc), "registration-closed")
        case accounts.LockedOut():
            return locked_out(exc)
        case accounts.EmailTaken():
            return _invalid([{"field": "email", "detail": str(exc)}])
        case accounts.WrongPassword():
            return _invalid([{"field": "password", "detail": str(exc)}])
        case accounts.PasswordRefused():
            return _invalid([{"field": exc.field, "detail": reason} for reason in exc.reasons])
        case accounts.LimitReached():
            return Problem(409, str(exc), "limit-reached")
    return None


def locked_out(exc: accounts.LockedOut) -> Problem:
    """429: too many failed sign-ins."""
    return Problem(429, str(exc), "locked-out", headers=_retry_after(exc.seconds))


def _jobs_problem(exc: Exception) -> Problem | None:
    match exc:
        case jobs.InvalidSubmission():
            return _invalid([{"field": path, "detail": text} for path, text in exc.errors.items()])
        case jobs.IdempotencyMismatch():
            return Problem(
                422,
                str(exc),
                "idempotency-mismatch",
                [{"field": "Idempotency-Key", "detail": str(exc)}],
            )
        case jobs.QueueFull():
            return Problem(429, str(exc), "queue-full", headers=_retry_after(60))
        case jobs.UniqueConflict():
            entry = {"field": "unique.key", "detail": str(exc), "fix": exc.fix, "job_id": str(exc.job_id)}
            return Problem(409, str(exc), "unique-conflict", [entry])
        case jobs.TimerRunning():
            entry = {"field": "stop_other", "detail": str(exc), "fix": exc.fix, "job_id": str(exc.job_id)}
            return Problem(409, str(exc), "timer-running", [entry])
        case jobs.NotManual():
            return Problem(409, str(exc), "not-manual")
        case jobs.WrongState():
            return Problem(409, str(exc), "wrong-state")
    return None


def _api_problem(exc: Exception) -> Problem | None:
    match exc:
        case exceptions.ValidationError():
            return _invalid(list(_field_errors(exc.detail)))
        case MalformedBody() if exc.field:
            detail = f"{exc.field}: {exc.detail}"
            return Problem(400, detail[:1000], errors=[{"field": exc.field, "detail": str(exc.detail)}])
        case exceptions.Throttled():
            return Problem(
                429,
                "Too many requests; wait before you try again.",
                headers=_retry_after(getattr(exc, "wait", None) or 1),
            )
        case exceptions.NotFound():
            return missing()
        case exceptions.APIException():
            return Problem(exc.status_code, str(exc.detail), errors=getattr(exc, "errors", []), headers=_headers(exc))
    return None


def django_problem(exc: Exception) -> Problem | None:
    """The problem behind an exception of Django's own, or None."""
    match exc:
        case Http404():
            return missing()
        case PermissionDenied():
            return Problem(403, str(exc) or "You may not do this.")
        case RequestDataTooBig():
            return Problem(413, "The body is too large; send a smaller one.")
        case OperationalError() | InterfaceError():
            return Problem(
                503,
                "The database does not answer; try again in a moment.",
                headers=_retry_after(RETRY_DATABASE_SECONDS),
            )
    return None


def _invalid(errors: list[dict[str, str]]) -> Problem:
    detail = "; ".join(
        f"{error['field']}: {error['detail']}" if error["field"] else error["detail"] for error in errors
    ).replace(".; ", "; ")
    return Problem(422, detail[:1000], "invalid", errors)


def missing() -> Problem:
    """404: the same words for what does not exist and what is somebody else's."""
    return Problem(404, "There is nothing here, or it is not yours; check the address and the id.")


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    # APIView puts the challenge of its first authenticator on 401s.
    challenge = getattr(exc, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else {}


def _retry_after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(max(1, math.ceil(seconds)))}


def _field_errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested error detail as flat entries: `{"lore": [{"name": ["x"]}]}` gives field `lore.0.name`."""
    match detail:
        case dict():
            for key, inner in detail.items():
                yield from _field_errors(inner, _join(path, "" if key == "non_field_errors" else str(key)))
        case list():
            for index, inner in enumerate(detail):
                nested = isinstance(inner, (dict, list))
                yield from _field_errors(inner, _join(path, str(index)) if nested else path)
        case _:
            entry = {"field": path, "detail": str(detail)}
            if fix := _fix_of(detail, path):
                entry["fix"] = fix
            yield entry


def _fix_of(detail: Any, path: str) -> str | None:
    code = getattr(detail, "code", "")
    if code == "null" and not path:
        return "Send an object."
    if fix := _FIXES.get(code):
        return fix
    return next((fix for words, fix in _FIXES_BY_DETAIL.items() if str(detail).startswith(words)), None)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path and key else path or key

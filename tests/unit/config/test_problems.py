"""How errors become problem documents."""

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from rest_framework.exceptions import ValidationError

from accounts import errors as accounts
from config.problems import Problem, problem_for
from jobs import errors as jobs


def told(exc: Exception) -> Problem:
    problem = problem_for(exc)
    assert problem is not None
    return problem


class TestProblemFor:
    def test_flattens_nested_fields_to_dotted_paths(self) -> None:
        detail: dict[str, Any] = {"lore": [{}, {"name": ["Too long."]}], "non_field_errors": ["Choose one."]}

        errors = told(ValidationError(detail)).errors

        assert errors == [
            {"field": "lore.1.name", "detail": "Too long."},
            {"field": "", "detail": "Choose one."},
        ]

    def test_says_how_to_mend_a_missing_field(self) -> None:
        from_serializer = ValidationError({"email": ValidationError("Required.", code="required").detail})

        assert told(from_serializer).errors[0]["fix"] == "Send this field."

    @pytest.mark.parametrize(
        ("exc", "status"),
        [
            (jobs.InvalidSubmission({"kind": "Unknown."}), 422),
            (jobs.UnknownKind({"kind": "Unknown."}), 422),
            (jobs.IdempotencyMismatch(), 422),
            (jobs.QueueFull(10), 429),
            (jobs.WrongState("cancel", "completed"), 409),
            (accounts.BadCredentials(), 401),
            (accounts.TokenRefused(), 401),
            (accounts.RegistrationClosed(), 403),
            (accounts.LockedOut(90.2), 429),
            (accounts.EmailTaken(), 422),
            (accounts.LimitReached("Full."), 409),
            (RequestDataTooBig(), 413),
            (OperationalError(), 503),
        ],
    )
    def test_gives_every_error_its_status(self, exc: Exception, status: int) -> None:
        assert told(exc).status == status

    def test_names_the_fields_of_a_submission(self) -> None:
        problem = told(jobs.InvalidSubmission({"payload.concept": "Say something."}))

        assert problem.errors == [{"field": "payload.concept", "detail": "Say something."}]

    @pytest.mark.parametrize(
        ("exc", "seconds"), [(accounts.LockedOut(90.2), "91"), (OperationalError(), "5"), (jobs.QueueFull(1), "60")]
    )
    def test_says_when_to_come_back(self, exc: Exception, seconds: str) -> None:
        assert told(exc).headers["Retry-After"] == seconds

    def test_leaves_a_fault_of_our_own_to_the_log(self) -> None:
        assert problem_for(ZeroDivisionError()) is None


class TestProblem:
    def test_is_an_rfc_9457_document(self) -> None:
        body = Problem(409, "Not now.", "wrong-state").body("/api/v1/jobs/1/cancel")

        assert body == {
            "type": "urn:smart-task-queue:problem:wrong-state",
            "title": "Conflict",
            "status": 409,
            "detail": "Not now.",
            "instance": "/api/v1/jobs/1/cancel",
        }

"""What a person or a program sees when a request fails outside the API's own views."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import select_template

from accounts.errors import LockedOut
from config import problems


def respond(request: HttpRequest, problem: problems.Problem) -> HttpResponse:
    """`problem` as JSON to the API's clients, as a page to everybody else."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse(problem.body(request.path), status=problem.status, content_type=problems.CONTENT_TYPE)
    else:
        template = select_template([f"errors/{problem.status}.html", "errors/error.html"])
        # A page for a broken site asks neither session nor database.
        page = template.render({"problem": problem}, None if problem.status >= 500 else request)
        response = HttpResponse(page, status=problem.status)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    detail = "The request is malformed; check its address, headers and body."
    return respond(request, problems.django_problem(exception) or problems.Problem(400, detail))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return respond(request, problems.Problem(403, "You may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404, and the view of every unknown address under /api/."""
    return respond(request, problems.missing())


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 while the database is away, else 500 without a word on the cause."""
    cause = sys.exc_info()[1]
    problem = problems.django_problem(cause) if isinstance(cause, Exception) else None
    return respond(request, problem or problems.Problem(500, "Something went wrong here; it has been logged."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return respond(request, problems.Problem(403, "This form has expired; reload the page and send it again.", "csrf"))


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: replaces the answer to a sign-in that was locked out."""
    return respond(request, problems.locked_out(LockedOut(settings.AXES_COOLOFF_TIME.total_seconds())))

"""What every request passes before it is routed."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import is_valid_path
from django.utils.deprecation import MiddlewareMixin

from config.error_views import respond
from config.problems import Problem, missing

# Django percent-encodes again what it could not decode as UTF-8; servers put U+FFFD there.
_BROKEN_PATH = re.compile("[\x00\ufffd]|%[89A-Fa-f][0-9A-Fa-f]")
_MALFORMED = Problem(400, "The address contains a NUL or is not UTF-8; remove or encode those characters.")


class RefuseMalformedUrls(MiddlewareMixin):
    """400 for a NUL or bytes that are not UTF-8 in the path or the query: no view can use them."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return respond(request, _MALFORMED) if is_malformed(request) else None


class RouteEitherSlash(MiddlewareMixin):
    """Routes `/x` and `/x/` alike, whichever the URLconf has; our own 404 if neither, in development too.

    Stands behind the session and the sign-in, for that page shows who is signed in.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return None if reroute(request) else respond(request, missing())


class ShowNotFound(MiddlewareMixin):
    """Our own 404 for a view that found nothing; Django would show its technical page in development."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return respond(request, missing()) if isinstance(exception, Http404) else None


def is_malformed(request: HttpRequest) -> bool:
    """Whether path or query hold what cannot be text in a database."""
    query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
    try:
        query.decode()
    except UnicodeDecodeError:
        return True
    return b"\x00" in query or _BROKEN_PATH.search(request.path_info) is not None


def reroute(request: HttpRequest) -> bool:
    """Add or take the trailing slash of a path when only that makes it a route; False if neither is."""
    path = request.path_info
    if is_valid_path(path):
        return True
    other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    if not is_valid_path(other):
        return False
    request.path = request.path.removesuffix(path) + other
    request.path_info = other
    return True

"""Content-Security-Policy from `SECURE_CSP`, in the shape Django 6 gave that setting; goes when 5.2 does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

HEADER = "Content-Security-Policy"


def policy(directives: Mapping[str, Sequence[str]]) -> str:
    """The header's value: `{"img-src": ["'self'", "data:"]}` becomes `img-src 'self' data:`."""
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


class ContentSecurityPolicy(MiddlewareMixin):
    """Sets the header on every answer that has none; the console needs more than the rest and gets its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        extra = settings.SECURE_CSP_ADMIN if request.path.startswith("/admin/") else {}
        if settings.DEBUG and response.status_code in {404, 500}:
            extra = {"style-src": ["'self'", "'unsafe-inline'"]}  # Django's own pages for developers
        response.headers.setdefault(HEADER, policy(settings.SECURE_CSP | extra))
        return response

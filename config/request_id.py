"""An id for every request: in its log lines, and in `X-Request-ID` of its answer."""

from __future__ import annotations

import re
import time
import uuid

import structlog
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

ACCEPTED = re.compile(r"[\w-]{8,64}", re.ASCII)
log = structlog.get_logger("config.requests")


def request_id(offered: str) -> str:
    """The id a proxy `offered`, when it is one that may stand in a log line; else a new one."""
    return offered if ACCEPTED.fullmatch(offered) else uuid.uuid4().hex


class RequestId(MiddlewareMixin):
    """Binds `request_id` to the log for the length of a request and logs one line when it is answered."""

    def process_request(self, request: HttpRequest) -> None:
        structlog.contextvars.clear_contextvars()
        identity = request_id(request.headers.get("X-Request-ID", ""))
        structlog.contextvars.bind_contextvars(request_id=identity)
        request.META["stq.request_id"] = identity
        request.META["stq.began_at"] = time.monotonic()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response["X-Request-ID"] = request.META.get("stq.request_id", "")
        took = time.monotonic() - request.META.get("stq.began_at", time.monotonic())
        log.debug(
            "answered",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round(took * 1000, 1),
        )
        return response

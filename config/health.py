"""Is it alive, is it ready, what time is it: answered before hosts, sessions or redirects are looked at."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.http import require_safe

from config.problems import CONTENT_TYPE, Problem


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; it asks nothing of others, so that their faults restart nobody."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated, else 503 with what is missing."""
    if fault := _unready():
        return JsonResponse({"status": fault}, status=503)
    return JsonResponse({"status": "ready"})


def _unready() -> str | None:
    try:
        connection.ensure_connection()
        return None if _is_migrated() else "the database is not migrated; run manage.py prepare"
    except DatabaseError:
        connection.close()
        return "the database does not answer"


_migrated = threading.Event()


def _is_migrated() -> bool:
    """Whether no migration is missing; asked of the database until it is so, for it stays so."""
    if not _migrated.is_set():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.set()
    return True


@require_safe
def time_now(request: HttpRequest) -> HttpResponse:
    """The server's clock: `?format=iso` (default) or `?format=seconds` since 1970."""
    now = datetime.now(UTC)
    match request.GET.get("format", "iso"):
        case "iso":
            return JsonResponse({"time": now.isoformat()})
        case "seconds":
            return JsonResponse({"time": now.timestamp()})
        case other:
            problem = Problem(422, f"format: {other[:40]!r} is not known; use iso or seconds.", "invalid")
            return JsonResponse(problem.body(request.path), status=422, content_type=CONTENT_TYPE)


PROBES = {"/healthz": live, "/health": live, "/readyz": ready}


class Probes(MiddlewareMixin):
    """Answers the probes of load balancers and containers, which call by address, not by host name."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        probe = PROBES.get(request.path.rstrip("/"))
        return probe(request) if probe else None

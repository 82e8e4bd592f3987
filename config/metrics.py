"""`/metrics` for Prometheus: requests of this site and the depth of the queue."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from jobs.selectors.depth import depth

REQUESTS = Counter("stq_http_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("stq_http_request_seconds", "Time to answer", ["method", "route"])
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class CountRequests(MiddlewareMixin):
    """Counts and times every request by its route, never by its path: ids would make endless series."""

    def process_request(self, request: HttpRequest) -> None:
        request.META["stq.counted_from"] = time.perf_counter()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        match = request.resolver_match
        route = match.route if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - request.META["stq.counted_from"])
        return response


class QueueCollector(Collector):
    """Asks the database at each scrape."""

    def collect(self) -> Iterator[Metric]:
        now = depth()
        jobs = GaugeMetricFamily("stq_jobs", "Unfinished jobs", labels=["state"])
        for state in ("waiting", "scheduled", "running"):
            jobs.add_metric([state], getattr(now, state))
        yield jobs
        workers = GaugeMetricFamily("stq_workers", "Worker processes", labels=["state"])
        for state, count in now.workers.items():
            workers.add_metric([state], count)
        yield workers


def exposition() -> bytes:
    """Every series as text. With PROMETHEUS_MULTIPROC_DIR, prometheus-client adds up all web processes."""
    queue = CollectorRegistry()
    queue.register(QueueCollector())
    requests = REGISTRY
    if settings.PROMETHEUS_MULTIPROC_DIR:
        requests = CollectorRegistry()
        multiprocess.MultiProcessCollector(requests)  # type: ignore[no-untyped-call] # the package lacks it
    return generate_latest(requests) + generate_latest(queue)


def _may_read(request: HttpRequest) -> bool:
    if not settings.METRICS_TOKEN:
        return bool(settings.DEBUG)
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(offered.encode(), settings.METRICS_TOKEN.encode())


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text; outside development only for the bearer of METRICS_TOKEN, to others it is not there."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)

"""What the work adds up to, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.files import attached
from accounts.api.negotiation import AsFile
from accounts.api.requests import current_user, queried
from jobs.api import metric_shapes as shapes
from jobs.services.metrics import Asked, measure
from jobs.services.metrics_table import as_csv

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def _told(shape: Any) -> Callable[[View], View]:
    """The schema of a metric that answers with `shape`."""
    described: Callable[[View], View] = extend_schema(
        tags=["metrics"],
        parameters=[shapes.MetricQuery],
        responses={(200, "application/json"): shape, (200, "text/csv"): OpenApiTypes.STR},
    )
    return described


class _MetricView(APIView):
    """Of the caller's jobs, people's and machines'; staff may ask for anybody's."""

    content_negotiation_class = AsFile
    metric: str

    def answer(self, request: Request) -> HttpResponseBase:
        asked = queried(shapes.MetricQuery, request)
        days = Asked(asked.get("from"), asked.get("to"), asked.get("timezone"), asked.get("owner"))
        measured = measure(current_user(request), self.metric, days)
        if asked["format"] == "json":
            return Response(measured)
        name = f"{self.metric}-{measured['period']['from']}-{measured['period']['to']}.csv"
        return attached(as_csv(self.metric, measured).encode(), "text/csv; charset=utf-8", name)


class SummaryView(_MetricView):
    metric = "summary"

    @_told(shapes.SummaryOut)
    def get(self, request: Request) -> HttpResponseBase:
        """What came, what was done and what is left; rates, times and cost."""
        return self.answer(request)


class CategoriesView(_MetricView):
    metric = "categories"

    @_told(shapes.CategoriesOut)
    def get(self, request: Request) -> HttpResponseBase:
        """Volume, success, time and efficiency of each category, those with the most work first."""
        return self.answer(request)


class WeeklyView(_MetricView):
    metric = "weekly"

    @_told(shapes.WeeklyOut)
    def get(self, request: Request) -> HttpResponseBase:
        """Each week with a score from 0 to 100, and the trend over them."""
        return self.answer(request)


class TimeEfficiencyView(_MetricView):
    metric = "time-efficiency"

    @_told(shapes.TimeEfficiencyOut)
    def get(self, request: Request) -> HttpResponseBase:
        """Estimates against what the work took: bias, accuracy and distribution."""
        return self.answer(request)


class TrendsView(_MetricView):
    metric = "productivity-trends"

    @_told(shapes.TrendsOut)
    def get(self, request: Request) -> HttpResponseBase:
        """What was completed day by day, a moving average and the slope."""
        return self.answer(request)


class CostsView(_MetricView):
    metric = "costs"

    @_told(shapes.CostsOut)
    def get(self, request: Request) -> HttpResponseBase:
        """Spend by model, kind and day, and what of it was in vain."""
        return self.answer(request)


class QueueView(_MetricView):
    metric = "queue"

    @_told(shapes.QueueOut)
    def get(self, request: Request) -> HttpResponseBase:
        """How deep the queue of machines' work is, how long jobs waited and ran, how many ended and were retried."""
        return self.answer(request)

"""What the caller may still spend."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import current_user, queried
from jobs.api import outputs
from jobs.api.queries import NoQuery
from jobs.services.budget import budget_of_day


class BudgetView(APIView):
    """The caller's day."""

    @extend_schema(tags=["jobs"], operation_id="budget_read", responses=outputs.BudgetOut)
    def get(self, request: Request) -> Response:
        """What your jobs have cost today (UTC), what calls under way may cost, and what is left of the day's budget."""
        queried(NoQuery, request)
        return Response(budget_of_day(current_user(request)).as_dict())

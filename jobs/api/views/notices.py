"""What the caller was reminded of and has not dismissed."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.paging import page_of
from accounts.api.requests import current_user, queried, validated
from jobs.api import notice_shapes as shapes
from jobs.api.queries import NoQuery, PageQuery
from jobs.selectors.notices import open_notices
from jobs.services.notices import describe_notices, dismiss_notices


class NoticesView(APIView):
    @extend_schema(
        tags=["notices"], operation_id="notices_list", parameters=[PageQuery], responses=shapes.NoticeListOut
    )
    def get(self, request: Request) -> Response:
        """Newest first; each stays until it is dismissed."""
        asked = queried(PageQuery, request)
        return Response(page_of(open_notices(current_user(request)), describe_notices, request, **asked))


class DismissView(APIView):
    @extend_schema(
        tags=["notices"],
        operation_id="notices_dismiss",
        request=shapes.DismissIn,
        responses=shapes.DismissedOut,
    )
    def post(self, request: Request) -> Response:
        """Dismiss those named, or all. One that is not there, or not yours, is passed over."""
        queried(NoQuery, request)
        asked = validated(shapes.DismissIn, request)
        return Response({"dismissed": dismiss_notices(current_user(request), asked.get("ids"))})
